import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, Equal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { trpc } from '../../api/client.ts';
import { reveal, select } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { compareRuns, useTitles } from '../../runs/index.ts';
import { Button, EmptyState, ErrorNote, Skeleton, Switch } from '../../ui/index.ts';
import { comparisonOf } from './compareModel.ts';
import { messages } from './messages.ts';
import { NodeDifference } from './NodeDifference.tsx';

export default function Comparison({
  runId,
  otherRunId,
}: {
  readonly runId: string;
  readonly otherRunId: string;
}) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const [differencesOnly, setDifferencesOnly] = useState(true);
  const after = useQuery(trpc.runs.get.queryOptions({ runId }));
  const before = useQuery(trpc.runs.get.queryOptions({ runId: otherRunId }));
  const query = useQuery(trpc.runs.compare.queryOptions({ runId, otherRunId }));
  const nodes = useMemo(() => comparisonOf(query.data?.items ?? []), [query.data]);
  if (query.isPending) return <Skeleton className="h-40" />;
  if (query.isError) return <ErrorNote error={query.error} retry={() => void query.refetch()} />;
  const different = nodes.filter(({ differs }) => differs);
  const shown = differencesOnly ? different : nodes;
  const typeOf = (nodeId: string) => after.data?.params[nodeId]?.type ?? before.data?.params[nodeId]?.type;
  return (
    <div data-testid="run-compare">
      <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
        <span>{t('before', { number: before.data?.number ?? '' })}</span>
        <Button
          size="sm"
          variant="plain"
          icon={ArrowLeftRight}
          onClick={() => compareRuns([otherRunId, runId])}
        >
          {t('swap')}
        </Button>
        <span>{t('after', { number: after.data?.number ?? '' })}</span>
        <label className="ml-auto flex items-center gap-2">
          <Switch
            checked={differencesOnly}
            onCheckedChange={setDifferencesOnly}
            aria-label={t('onlyDifferences')}
          />
          {t('onlyDifferences')}
        </label>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={Equal} title={t('allSame')} text={t('allSameText')} />
      ) : (
        shown.map((node) => (
          <NodeDifference
            key={node.nodeId}
            node={node}
            title={titleOf(node.nodeId, typeOf(node.nodeId))}
            onShow={() => {
              compareRuns(null);
              select([node.nodeId]);
              reveal(node.nodeId);
            }}
          />
        ))
      )}
      {differencesOnly && nodes.length > different.length && different.length > 0 && (
        <p className="mt-3 text-sm text-ink-2">{t('same', { count: nodes.length - different.length })}</p>
      )}
    </div>
  );
}

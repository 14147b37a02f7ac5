import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { useLive } from '../../document/index.ts';
import { formatAgo } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useRuns, useRunsStore } from '../../runs/index.ts';
import { Dialog, ErrorNote, Select, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { useReadOf, useStepOf, type ShownOutput } from './useShownOutput.ts';
import { ViewFrame } from './ViewFrame.tsx';

/** An output in as much room as there is, beside the same output of another run when that is asked for. */
export function OutputDialog({
  nodeId,
  title,
  output,
  comparing: comparingAtFirst,
  onClose,
}: {
  nodeId: string;
  title: string;
  output: ShownOutput;
  comparing: boolean;
  onClose: () => void;
}) {
  const t = useMessages(messages);
  const language = useLanguage();
  const [other, setOther] = useState<string | null>(null);
  const { step, read } = output;
  if (step === null) return null;
  const comparing = comparingAtFirst || other !== null;
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={`${t('output')} · ${title}`} size="full">
      <div className={comparing ? 'grid gap-6 lg:grid-cols-2' : ''}>
        <section className="min-w-0 space-y-3">
          {comparing && <ShownRun output={output} />}
          <ViewFrame step={step} size="large" language={language} read={read} />
        </section>
        {comparing && (
          <section className="min-w-0 space-y-3 border-t border-line pt-3 lg:border-t-0 lg:border-l lg:pt-0 lg:pl-6">
            <RunChoice except={output.runId} chosen={other} onChoose={setOther} />
            {other !== null && <OutputOf runId={other} nodeId={nodeId} />}
          </section>
        )}
      </div>
    </Dialog>
  );
}

function ShownRun({ output }: { output: ShownOutput }) {
  const t = useMessages(messages);
  const shown = useRuns(({ run }) => run?.number);
  const number = output.pin?.number ?? shown;
  return number === undefined ? null : (
    <h3 className="flex h-7 items-center font-medium">{t('this-run', { number })}</h3>
  );
}

/** Runs to choose from; for older ones there is the history, which can show any run. */
const LISTED = 100;

function RunChoice({
  except,
  chosen,
  onChoose,
}: {
  except: string | null;
  chosen: string | null;
  onChoose: (runId: string) => void;
}) {
  const t = useMessages(messages);
  const { documentId } = useLive();
  const { workspaceId } = useRunsStore();
  const runs = useQuery(trpc.runs.list.queryOptions({ workspaceId, documentId, limit: LISTED }));
  if (runs.isPending) return <Skeleton className="h-7 w-48" />;
  if (runs.isError) return <ErrorNote error={runs.error} retry={() => void runs.refetch()} />;
  const others = runs.data.items.filter(({ runId }) => runId !== except);
  if (others.length === 0) return <p className="text-ink-2">{t('no-other-run')}</p>;
  return (
    <Select
      label={t('compare-with')}
      placeholder={t('choose-run')}
      value={chosen ?? undefined}
      onValueChange={onChoose}
      options={others.map(({ runId, number, createdAt }) => ({
        value: runId,
        label: `${t('run-number', { number })} · ${formatAgo(createdAt)}`,
      }))}
      className="w-64"
    />
  );
}

function OutputOf({ runId, nodeId }: { runId: string; nodeId: string }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { step, error, loading } = useStepOf(runId, nodeId);
  const read = useReadOf(runId, step);
  if (loading) return <Skeleton className="h-40" />;
  if (error !== null) return <ErrorNote error={error} />;
  return step === null ? (
    <p className="text-ink-2">{t('no-other-run')}</p>
  ) : (
    <ViewFrame step={step} size="large" language={language} read={read} />
  );
}

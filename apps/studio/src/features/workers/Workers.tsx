import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { trpc } from '../../api/client.ts';
import { Page, useWorkspace } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { ErrorNote, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { poolOf } from './pool.ts';
import { PoolFigures } from './PoolFigures.tsx';
import { StartWorker } from './StartWorker.tsx';
import { WorkerCard } from './WorkerCard.tsx';

/** Workers report every three seconds; more often nothing new would be known. */
const ASK_EVERY_MS = 3000;

export function Workers() {
  const t = useMessages(messages);
  const { workspaceId } = useWorkspace();
  const query = useQuery(trpc.workers.list.queryOptions({ workspaceId }, { refetchInterval: ASK_EVERY_MS }));
  const workers = query.data?.items ?? [];
  const pool = poolOf(workers);
  return (
    <Page title={t('title')} text={t('text')}>
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {/* What was known stays in sight while it is asked again. */}
      {query.data === undefined && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && (
        <>
          {pool.workers === 0 ? <StartWorker alone /> : <PoolFigures pool={pool} />}
          {pool.versions.length > 1 && (
            <p
              role="status"
              className="flex items-start gap-2 rounded-md border border-line bg-surface p-3 text-waiting"
            >
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t('two-versions', { versions: pool.versions.join(', ') })}
            </p>
          )}
          {workers.length > 0 && (
            <ul aria-label={t('list')} className="flex flex-col gap-3">
              {workers.map((worker) => (
                <WorkerCard key={worker.workerId} worker={worker} />
              ))}
            </ul>
          )}
          {pool.workers > 0 && <StartWorker />}
        </>
      )}
    </Page>
  );
}

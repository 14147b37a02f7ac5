import { useQuery } from '@tanstack/react-query';
import { ServerOff } from 'lucide-react';
import { trpc } from '../../api/client.ts';
import { Page, useWorkspace } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Code, CopyButton, EmptyState, ErrorNote, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { WorkerCard } from './WorkerCard.tsx';

/** Workers are heard of every few seconds; so is this page. */
const ASK_EVERY_MS = 3000;
const COMMAND = 'DATABASE_URL=… weft worker';

export function Workers() {
  const t = useMessages(messages);
  const { workspaceId } = useWorkspace();
  const { data, error, isPending, isError, refetch } = useQuery(
    trpc.workers.list.queryOptions({ workspaceId }, { refetchInterval: ASK_EVERY_MS }),
  );
  const nobody = data !== undefined && !data.items.some(({ state }) => state !== 'gone');
  return (
    <Page title={t('title')} text={t('text')}>
      {isError && <ErrorNote error={error} retry={() => void refetch()} />}
      {nobody && <EmptyState icon={ServerOff} title={t('none')} text={t('noneText')} />}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3" aria-busy={isPending}>
        {isPending && <Skeleton className="h-32" />}
        {data?.items.map((worker) => (
          <WorkerCard key={worker.workerId} worker={worker} />
        ))}
      </ul>
      <section className="flex flex-col gap-2 border-t border-line pt-4">
        <h2 className="font-semibold">{t('add')}</h2>
        <p className="text-ink-2">{t('addText')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Code className="px-2 py-1">{COMMAND}</Code>
          <CopyButton text={COMMAND} />
        </div>
      </section>
    </Page>
  );
}

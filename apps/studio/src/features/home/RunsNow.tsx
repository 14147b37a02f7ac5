import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { trpc } from '../../api/client.ts';
import { linkLook, paths, useWorkspace } from '../../shell/index.ts';
import { LIVE_MS, RunTable, type RunStatus } from '../../run-table/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

const MOST = 5;

/** Runs that need somebody, and runs that move. What there is none of takes no place. */
export function RunsNow() {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  const waiting = useRunsThatAre('waiting', can('run:answer'));
  const running = useRunsThatAre('running', true);
  return (
    <>
      <Few title={t('waiting')} status="waiting" {...waiting} />
      <Few title={t('inFlight')} status="running" {...running} />
    </>
  );
}

function useRunsThatAre(status: RunStatus, enabled: boolean) {
  const { workspaceId } = useWorkspace();
  const { data } = useQuery(
    trpc.runs.list.queryOptions({ workspaceId, status, limit: MOST }, { enabled, refetchInterval: LIVE_MS }),
  );
  return { runs: data?.items ?? [], more: data !== undefined && data.next !== null };
}

interface FewProps extends ReturnType<typeof useRunsThatAre> {
  readonly title: string;
  readonly status: RunStatus;
}

function Few({ title, status, runs, more }: FewProps) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  if (runs.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{title}</h2>
      <RunTable runs={runs} label={title} />
      {more && (
        <Link href={paths.runs(slug, { status })} className={`${linkLook} self-end`}>
          {t('allRuns')}
        </Link>
      )}
    </section>
  );
}

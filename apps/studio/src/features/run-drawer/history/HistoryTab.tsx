import clsx from 'clsx';
import { GitCompareArrows, History } from 'lucide-react';
import { useState } from 'react';
import { formatAgo, formatDuration, formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import {
  compareRuns,
  isOver,
  useRun,
  useRunActions,
  useRuns,
  type RunItem,
  type RunStatus,
  useWho,
} from '../../../runs/index.ts';
import {
  Badge,
  Button,
  Checkbox,
  EmptyState,
  ErrorNote,
  LoadMore,
  Select,
  Skeleton,
  StatusBadge,
  statusWord,
} from '../../../ui/index.ts';
import { Padded } from '../Padded.tsx';
import { messages } from './messages.ts';
import { pick } from './pick.ts';
import { RunningFor } from './RunningFor.tsx';
import { useRunList } from './useRunList.ts';

const ANY = 'any' as const;
const STATUSES: readonly RunStatus[] = ['running', 'paused', 'waiting', 'succeeded', 'failed', 'cancelled'];

/** The document's runs: open one in place, or choose two to compare. */
export function HistoryTab() {
  const t = useMessages(messages);
  const [status, setStatus] = useState<RunStatus | null>(null);
  const [picked, setPicked] = useState<readonly RunItem[]>([]);
  const { runs, query } = useRunList(status);
  const shown = useRun()?.runId;
  const latest = useRuns((state) => state.latest?.runId);
  const { showRun } = useRunActions();
  const [newer, older] = picked.toSorted((a, b) => b.number - a.number);
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
        <div className="w-44">
          <Select
            label={t('status')}
            value={status ?? ANY}
            onValueChange={(value) => setStatus(value === ANY ? null : value)}
            options={[
              { value: ANY, label: t('anyStatus') },
              ...STATUSES.map((value) => ({ value, label: statusWord(value) })),
            ]}
          />
        </div>
        <span className="ml-auto text-sm whitespace-nowrap text-ink-2">
          {older === undefined && t('compareHint')}
        </span>
        <Button
          size="sm"
          variant="quiet"
          icon={GitCompareArrows}
          disabled={newer === undefined || older === undefined}
          onClick={() =>
            newer !== undefined && older !== undefined && compareRuns([newer.runId, older.runId])
          }
        >
          {newer !== undefined && older !== undefined
            ? t('compareTwo', { a: older.number, b: newer.number })
            : t('compare')}
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        {query.isPending ? (
          <Skeleton className="m-3 h-16" />
        ) : runs.length === 0 ? (
          <Padded>
            {query.isError ? (
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            ) : (
              <EmptyState
                icon={History}
                title={t(status === null ? 'none' : 'noneMatch')}
                text={t('noneText')}
              />
            )}
          </Padded>
        ) : (
          <ul aria-label={t('list')} data-testid="run-history">
            {runs.map((run) => (
              <RunRow
                key={run.runId}
                run={run}
                shown={run.runId === shown}
                latest={run.runId === latest}
                picked={picked.some(({ runId }) => runId === run.runId)}
                onPick={() => setPicked((before) => pick(before, run))}
                onOpen={() => showRun(run.runId === latest ? null : run.runId)}
              />
            ))}
          </ul>
        )}
        <LoadMore query={query} />
      </div>
    </div>
  );
}

function RunRow({
  run,
  shown,
  latest,
  picked,
  onPick,
  onOpen,
}: {
  readonly run: RunItem;
  readonly shown: boolean;
  readonly latest: boolean;
  readonly picked: boolean;
  readonly onPick: () => void;
  readonly onOpen: () => void;
}) {
  const t = useMessages(messages);
  const whoIs = useWho();
  const { number, status, startedBy, createdAt, ms, executed, cached } = run;
  return (
    <li
      className={clsx(
        'flex items-center gap-3 border-b border-line px-3',
        shown ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <Checkbox checked={picked} onCheckedChange={onPick} label={t('pick', { number })} />
      <button
        type="button"
        aria-label={t('open', { number })}
        aria-current={shown ? 'true' : undefined}
        onClick={onOpen}
        className="grid min-w-0 flex-1 grid-cols-[6rem_8rem_minmax(6rem,1fr)_9rem_6rem_12rem] items-center gap-3 py-1.5 text-left tabular-nums max-lg:grid-cols-[6rem_8rem_1fr_6rem]"
      >
        <span className="flex items-center gap-1.5">
          {t('number', { number })}
          {latest && <Badge>{t('latest')}</Badge>}
        </span>
        <StatusBadge status={status} />
        <span className="truncate text-ink-2">{whoIs(startedBy)}</span>
        <time dateTime={createdAt} title={formatMoment(createdAt)} className="text-ink-2 max-lg:hidden">
          {formatAgo(createdAt)}
        </time>
        <span className="text-ink-2">
          {isOver(status) ? formatDuration(ms) : <RunningFor since={createdAt} />}
        </span>
        <span className="text-ink-2 max-lg:hidden">{t('figures', { executed, cached })}</span>
      </button>
    </li>
  );
}

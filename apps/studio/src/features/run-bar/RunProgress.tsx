import { MessageCircleQuestionMark, Pause, Play, RotateCcw, Square, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { reveal } from '../../document/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { openDrawer, useRun, useRuns, useRunSummary, useWho } from '../../runs/index.ts';
import { IconButton, ProgressBar, StatusBadge, Tooltip } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { roughly } from './runLabel.ts';
import type { Doing } from './useDoing.ts';

/** The run being shown: how far it is, and what can be done to it, side by side. */
export function RunProgress({ doing, canControl }: { readonly doing: Doing; readonly canControl: boolean }) {
  const t = useMessages(messages);
  const whoIs = useWho();
  const run = useRun();
  const summary = useRunSummary();
  if (run === null || summary === null) return null;
  const { status, done, steps, etaMs, share, asking } = summary;
  const moving = status === 'running' || status === 'waiting';
  const open = moving || status === 'paused';
  return (
    <div className="flex items-center gap-2 max-lg:gap-1" data-testid="run-progress" data-status={status}>
      <Connection />
      <Tooltip label={t('by', { name: whoIs(run.startedBy) })}>
        <button
          type="button"
          className="flex items-center gap-2 rounded-md px-1.5 py-1 hover:bg-hover"
          onClick={() => openDrawer('timeline')}
        >
          <span className="text-ink-2 tabular-nums max-lg:sr-only">
            {t('runNumber', { number: run.number })}
          </span>
          <StatusBadge status={status} className="max-sm:[&>span]:sr-only" />
        </button>
      </Tooltip>
      {open && (
        <div className="flex w-44 flex-col gap-1 max-lg:w-28 max-sm:hidden">
          <ProgressBar value={share} label={t('progress', { number: run.number })} />
          <div className="flex justify-between text-xs text-ink-2 tabular-nums">
            <span>{t('running', { done, total: steps })}</span>
            {etaMs !== null && moving && (
              <span className="max-lg:hidden">{t('left', { duration: roughly(etaMs) })}</span>
            )}
          </div>
        </div>
      )}
      {asking[0] !== undefined && (
        <IconButton
          icon={MessageCircleQuestionMark}
          label={t('showAsking')}
          onClick={() => reveal(asking[0]!)}
        />
      )}
      {canControl && <Controls doing={doing} status={status} />}
    </div>
  );
}

function Controls({ doing, status }: { readonly doing: Doing; readonly status: string }) {
  const t = useMessages(messages);
  const { pending, control } = doing;
  const open = status === 'running' || status === 'waiting' || status === 'paused';
  return (
    <div className="flex items-center">
      {(status === 'running' || status === 'waiting') && (
        <IconButton
          icon={Pause}
          label={t(pending === 'pause' ? 'pausing' : 'pause')}
          busy={pending === 'pause'}
          disabled={pending !== null}
          onClick={() => void control('pause')}
        />
      )}
      {status === 'paused' && (
        <IconButton
          icon={Play}
          label={t(pending === 'resume' ? 'resuming' : 'resume')}
          busy={pending === 'resume'}
          disabled={pending !== null}
          onClick={() => void control('resume')}
        />
      )}
      {open && (
        <IconButton
          icon={Square}
          label={t(pending === 'cancel' ? 'cancelling' : 'cancel')}
          shortcut="mod+."
          busy={pending === 'cancel'}
          disabled={pending !== null}
          onClick={() => void control('cancel')}
        />
      )}
      {(status === 'failed' || status === 'cancelled') && (
        <IconButton
          icon={RotateCcw}
          label={t(pending === 'retry' ? 'retrying' : 'retry')}
          busy={pending === 'retry'}
          disabled={pending !== null}
          onClick={() => void control('retry')}
        />
      )}
    </div>
  );
}

/** A connection that is back within this time was never worth a word. */
const GRACE_MS = 1500;

/** Says so when what is shown may be old: never silently. */
function Connection() {
  const t = useMessages(messages);
  const since = useRuns(({ link }) => (link.kind === 'interrupted' ? link.since : null));
  const [told, setTold] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setTimeout(() => setTold(since), GRACE_MS);
    return () => clearTimeout(timer);
  }, [since]);
  if (since === null || told !== since) return null;
  const time = formatMoment(new Date(since), { dateStyle: undefined, timeStyle: 'medium' });
  return (
    <Tooltip label={t('interrupted', { time })}>
      <span role="status" className="flex items-center gap-1 text-sm text-waiting" tabIndex={0}>
        <Unplug aria-hidden className="size-3.5" />
        {t('interruptedShort')}
      </span>
    </Tooltip>
  );
}

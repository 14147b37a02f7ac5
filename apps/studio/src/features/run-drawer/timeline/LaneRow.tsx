import clsx from 'clsx';
import { Pause, X, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { formatDuration } from '../../../i18n/format.ts';
import { useMessages, type Translate } from '../../../i18n/index.ts';
import { Tooltip } from '../../../ui/index.ts';
import { messages } from './messages.ts';
import { totalOf, type Bar, type Lane, type Outcome } from './timelineModel.ts';

/** Colour is never the only sign: the outcome is in the label and in the tooltip, and what did not succeed has a sign. */
const LOOK: Readonly<Record<Outcome, string>> = {
  running: 'bg-running',
  succeeded: 'bg-succeeded',
  failed: 'bg-failed',
  lost: 'bg-failed',
  paused: 'bg-paused',
  asked: 'bg-waiting',
  cancelled: 'bg-cancelled',
};

const SIGN: Partial<Record<Outcome, LucideIcon>> = { failed: X, lost: X, cancelled: X, paused: Pause };

export const LaneRow = memo(function LaneRow({
  lane,
  index,
  count,
  title,
  duration,
  geometry: { top, height, label, width },
  active,
  onActivate,
  onShow,
}: {
  readonly lane: Lane;
  readonly index: number;
  readonly count: number;
  readonly title: string;
  readonly duration: number;
  readonly geometry: { top: number; height: number; label: number; width: number };
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly onShow: () => void;
}) {
  const t = useMessages(messages);
  const name = lane.shard === null ? title : t('shard', { number: lane.shard + 1 });
  const last = lane.bars.at(-1)!;
  const place = (ms: number) => `${(ms / duration) * 100}%`;
  return (
    <li
      aria-setsize={count}
      aria-posinset={index + 1}
      className="absolute left-0 flex border-b border-line/60"
      style={{ top, height }}
    >
      <button
        type="button"
        data-lane={index}
        tabIndex={active ? 0 : -1}
        onFocus={onActivate}
        onClick={onShow}
        aria-label={t('lane', {
          step: lane.shard === null ? title : `${title}, ${name}`,
          count: lane.bars.length,
          duration: formatDuration(totalOf(lane)),
          outcome: t(last.outcome),
        })}
        className={clsx(
          'sticky left-0 z-[1] flex shrink-0 items-center gap-2 bg-surface px-3 text-left text-sm -outline-offset-2 hover:bg-hover',
          lane.shard !== null && 'pl-7 text-ink-2',
        )}
        style={{ width: label }}
      >
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <span className="text-xs text-ink-2 tabular-nums">{formatDuration(totalOf(lane))}</span>
      </button>
      <div className="relative my-[5px]" style={{ width }}>
        {lane.pauses.map(({ from, to }) => (
          <Tooltip key={from} label={t('pausedFor', { duration: formatDuration(to - from) })}>
            <span
              className="absolute inset-y-[6px] border-y border-dashed border-paused"
              style={{ left: place(from), width: place(to - from) }}
            />
          </Tooltip>
        ))}
        {lane.bars.map((bar) => (
          <Tooltip key={bar.number} label={describe(bar, t)}>
            <span
              className={clsx('absolute inset-y-0 min-w-[3px] rounded-sm', LOOK[bar.outcome])}
              style={{ left: place(bar.from), width: place(bar.to - bar.from) }}
            >
              <BarFace bar={bar} />
            </span>
          </Tooltip>
        ))}
        {lane.bars.flatMap((bar) =>
          bar.checkpoints.map((at) => (
            <span
              key={`${bar.number} ${at}`}
              aria-hidden
              className="pointer-events-none absolute inset-y-[2px] w-px bg-surface"
              style={{ left: place(at) }}
            />
          )),
        )}
      </div>
    </li>
  );
});

function BarFace({ bar }: { readonly bar: Bar }) {
  const Sign = SIGN[bar.outcome];
  return (
    <span className="flex h-4 items-center gap-1 overflow-hidden px-1 text-xs leading-4 text-surface">
      {Sign !== undefined && <Sign aria-hidden className="size-3 shrink-0" />}
      {bar.worker !== null && <span className="truncate">{bar.worker}</span>}
    </span>
  );
}

function describe(bar: Bar, t: Translate<(typeof messages)['en']>): string {
  return [
    t('attempt', { number: bar.number }),
    t(bar.outcome),
    formatDuration(bar.to - bar.from),
    ...(bar.worker === null ? [] : [t('onWorker', { worker: bar.worker })]),
    ...(bar.checkpoints.length === 0 ? [] : [t('checkpoints', { count: bar.checkpoints.length })]),
  ].join(' · ');
}

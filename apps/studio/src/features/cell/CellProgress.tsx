import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { shareOf, type Progress } from '../../runs/index.ts';
import { ProgressBar } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** A thin bar, what is done, how fast, and how long it will take. Before the first report: that it goes on. */
export function CellProgress({ title, progress }: { title: string; progress: Progress | null }) {
  const t = useMessages(messages);
  if (progress === null) return <ProgressBar value={null} label={title} />;
  const { done, total, unit, rate, etaMs } = progress;
  const values = { title, unit, done: formatNumber(done), total: total === null ? '' : formatNumber(total) };
  return (
    <div className="space-y-0.5">
      <ProgressBar
        value={shareOf(progress)}
        label={t(total === null ? 'progress-open' : 'progress', values)}
      />
      <p className="flex justify-between gap-2 text-xs text-ink-2">
        <span>{t(total === null ? 'done-open' : 'done', values)}</span>
        <span>
          {rate !== null && t('rate', { rate: formatNumber(rate, { maximumSignificantDigits: 2 }) })}
          {etaMs !== null && ` · ${t('left', { time: formatDuration(etaMs) })}`}
        </span>
      </p>
    </div>
  );
}

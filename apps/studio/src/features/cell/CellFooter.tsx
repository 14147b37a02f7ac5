import { Copy } from 'lucide-react';
import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { askWhy, type StepState } from '../../runs/index.ts';
import { toast } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Characters of a hash that people compare by eye. */
const SHORT = 8;

/** How long it took, how much came out, why it came from the cache, and what the result is called. */
export function CellFooter({ step }: { step: StepState }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { ms, warnings, attempts, cachedWhy, outputs, status, nodeId } = step;
  if (status !== 'succeeded' && status !== 'cached') return null;
  const main = Object.entries(outputs).find(([port]) => port !== 'errors');
  const parts = [
    status === 'succeeded' && ms !== null ? formatDuration(ms) : null,
    main === undefined || main[1].rows === null ? null : t('rows', { count: main[1].rows }),
    warnings > 0 ? t('warnings', { count: warnings }) : null,
    attempts > 1 ? t('attempts', { count: formatNumber(attempts) }) : null,
  ].filter((part) => part !== null);
  return (
    <footer className="flex items-center gap-2 border-t border-line px-3 py-1 text-xs text-ink-3">
      <span className="min-w-0 flex-1 truncate">
        {parts.join(' · ')}
        {cachedWhy !== null && (
          <button
            type="button"
            onClick={() => askWhy(nodeId)}
            className="nodrag ml-1 rounded-sm underline decoration-dotted underline-offset-2 hover:text-ink"
            title={t('ask-why')}
          >
            {t('cached-because', { why: cachedWhy[language] })}
          </button>
        )}
      </span>
      {main !== undefined && (
        <button
          type="button"
          aria-label={t('copy-hash', { port: main[0], hash: main[1].hash.slice(0, SHORT) })}
          title={main[1].hash}
          onClick={() => void navigator.clipboard.writeText(main[1].hash).then(() => toast(t('copied')))}
          className="nodrag flex shrink-0 items-center gap-1 rounded-sm font-mono hover:text-ink"
        >
          <Copy size={10} aria-hidden />
          {main[1].hash.slice(0, SHORT)}
        </button>
      )}
    </footer>
  );
}

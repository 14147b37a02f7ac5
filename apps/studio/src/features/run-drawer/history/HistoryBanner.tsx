import { History, Unlink } from 'lucide-react';
import { formatAgo } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useIsHistory, useRun, useRunActions, useRuns } from '../../../runs/index.ts';
import { Button } from '../../../ui/index.ts';
import { messages } from './messages.ts';

/** Says that what is shown is not the latest run, and leads back. Shows nothing otherwise. */
export function HistoryBanner() {
  const t = useMessages(messages);
  const isHistory = useIsHistory();
  const run = useRun();
  const refused = useRuns((state) => state.link.kind === 'refused');
  const { showRun } = useRunActions();
  if (!isHistory || (run === null && !refused)) return null;
  const Icon = refused ? Unlink : History;
  return (
    <div
      role="status"
      data-testid="history-banner"
      className="flex items-center gap-2 border-b border-line bg-selected px-3 py-1 text-sm"
    >
      <Icon aria-hidden className="size-4 text-ink-2" />
      <span className="min-w-0 truncate">
        {refused || run === null
          ? t('refused')
          : t('banner', { number: run.number, when: formatAgo(run.createdAt) })}
      </span>
      <Button size="sm" variant="plain" onClick={() => showRun(null)}>
        {t('back')}
      </Button>
    </div>
  );
}

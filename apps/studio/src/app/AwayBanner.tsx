import { WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import { formatMoment } from '../i18n/format.ts';
import { useMessages } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { useAwaySince, watchReach } from './reachable.ts';

/** Says that what is shown may be old, for as long as it may be. */
export function AwayBanner() {
  const t = useMessages(messages);
  const since = useAwaySince();
  useEffect(watchReach, []);
  if (since === null) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 border-b border-line bg-sunken px-4 py-1.5 text-waiting"
    >
      <WifiOff aria-hidden className="size-3.5 shrink-0" />
      {t('away', { time: formatMoment(since, { dateStyle: undefined, timeStyle: 'short' }) })}
    </div>
  );
}

import clsx from 'clsx';
import { ProgressBar } from '../../ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

/** More do not fit as squares. */
const MOST = 16;

/** One square per slot, filled while it works; a bar where there are many. */
export function Slots({ busy, slots }: { readonly busy: number; readonly slots: number }) {
  const t = useMessages(messages);
  const label = t('busyOf', { busy, slots });
  if (slots > MOST) return <ProgressBar value={busy / slots} label={label} className="w-40!" />;
  return (
    <span role="img" aria-label={label} className="flex gap-0.5">
      {Array.from({ length: slots }, (_, at) => (
        <span
          key={at}
          className={clsx(
            'size-3 rounded-sm border',
            at < busy ? 'border-running bg-running' : 'border-line-strong bg-sunken',
          )}
        />
      ))}
    </span>
  );
}

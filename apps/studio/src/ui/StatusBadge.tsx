import clsx from 'clsx';
import { useLanguage } from '../i18n/index.ts';
import { STATUS_LOOK, statusWord, type Status } from './status.ts';

export function StatusIcon({ status, className }: { readonly status: Status; readonly className?: string }) {
  const { icon: Icon, text } = STATUS_LOOK[status];
  return (
    <Icon
      aria-hidden
      className={clsx('size-3.5 shrink-0', text, status === 'running' && 'animate-spin', className)}
    />
  );
}

/** `statusWord`, and a render when the language changes. */
export function useStatusWord(): (status: Status) => string {
  useLanguage();
  return statusWord;
}

/** Icon and word. */
export function StatusBadge({ status, className }: { readonly status: Status; readonly className?: string }) {
  const word = useStatusWord();
  return (
    <span
      data-status={status}
      className={clsx(
        'inline-flex items-center gap-1 align-middle font-medium',
        STATUS_LOOK[status].text,
        className,
      )}
    >
      <StatusIcon status={status} />
      <span className="whitespace-nowrap">{word(status)}</span>
    </span>
  );
}

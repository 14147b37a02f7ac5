import clsx from 'clsx';
import { isMac, keyCaps } from './shortcut.ts';

/** The keys of a shortcut, as caps of the machine at hand. */
export function Kbd({ keys, className }: { readonly keys: string; readonly className?: string }) {
  return (
    <span aria-hidden className={clsx('inline-flex items-center gap-0.5', className)}>
      {keyCaps(keys, isMac()).map((cap) => (
        <kbd
          key={cap}
          className="min-w-4 rounded-sm border border-current/30 px-1 text-center font-sans text-xs leading-4"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}

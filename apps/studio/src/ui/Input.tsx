import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

export const fieldLook =
  'min-w-0 rounded-md border border-line-strong bg-surface text-ink placeholder:text-ink-3 transition-colors ' +
  'hover:border-ink-3 aria-invalid:border-danger disabled:bg-sunken disabled:text-ink-3';

/** As wide as its place, unless the caller says how wide: utilities of one kind would win by their order in the style sheet. */
export const sized = (className: string | undefined): string =>
  /(?:^|\s)w-/.test(className ?? '') ? className! : clsx('w-full', className);

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  /** Height of 24 or 28 px. Default md. */
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon;
}

export function Input({ className, icon: Icon, size = 'md', ...rest }: InputProps) {
  const input = (
    <input
      className={clsx(
        fieldLook,
        'read-only:bg-sunken',
        size === 'sm' ? 'h-6 px-1.5 text-sm' : 'h-7 px-2',
        Icon !== undefined && 'pl-7',
        sized(className),
      )}
      {...rest}
    />
  );
  if (Icon === undefined) return input;
  return (
    <span className="relative block min-w-0">
      <Icon
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-3"
      />
      {input}
    </span>
  );
}

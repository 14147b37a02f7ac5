import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { buttonLook, type ButtonProps } from './Button.tsx';
import { ariaShortcut, isMac } from './shortcut.ts';
import { Spinner } from './Spinner.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'kbd' | 'children'> {
  readonly icon: LucideIcon;
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly shortcut?: string;
  /** A toggle that is on. */
  readonly pressed?: boolean;
}

/** A button that is only an icon. It always has a name, and shows it with its keys after a moment. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  pressed,
  variant = 'plain',
  size = 'md',
  busy = false,
  disabled = false,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const still = disabled || busy;
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={still || undefined}
        aria-busy={busy || undefined}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac())}
        className={clsx(
          'inline-flex shrink-0 items-center justify-center rounded-md border transition-colors data-[state=open]:bg-hover',
          size === 'sm' ? 'size-6' : 'size-7',
          buttonLook(variant, disabled),
          pressed === true && 'bg-selected text-ink',
          className,
        )}
        onClick={(event) => {
          if (still) event.preventDefault();
          else onClick?.(event);
        }}
        {...rest}
      >
        {busy ? <Spinner /> : <Icon aria-hidden className="size-4" />}
      </button>
    </Tooltip>
  );
}

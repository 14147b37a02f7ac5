import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut, isMac } from './shortcut.ts';
import { Spinner } from './Spinner.tsx';

export type ButtonVariant = 'primary' | 'quiet' | 'plain' | 'danger';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `quiet` has an outline, `plain` has none. Default quiet. */
  readonly variant?: ButtonVariant;
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon;
  /** Work is under way: the icon turns, clicks do nothing. */
  readonly busy?: boolean;
  /** Shows the keys and announces them; the command listens to them. */
  readonly kbd?: string;
}

const LOOK: Readonly<Record<ButtonVariant, { readonly rest: string; readonly hover: string }>> = {
  primary: { rest: 'bg-accent text-on-accent border-accent', hover: 'hover:opacity-90' },
  quiet: { rest: 'bg-surface text-ink border-line-strong', hover: 'hover:bg-hover' },
  plain: { rest: 'bg-transparent text-ink-2 border-transparent', hover: 'hover:bg-hover hover:text-ink' },
  danger: { rest: 'bg-danger text-on-danger border-danger', hover: 'hover:opacity-90' },
};

/** What does nothing does not answer to the pointer either. */
export const buttonLook = (variant: ButtonVariant, disabled: boolean): string =>
  disabled ? `${LOOK[variant].rest} opacity-50` : `${LOOK[variant].rest} ${LOOK[variant].hover}`;

/**
 * A disabled button stays reachable by keyboard and pointer, so that its tooltip can say why; it only does nothing. The
 * browser's own `disabled` would silence both.
 */
export function Button({
  variant = 'quiet',
  size = 'md',
  icon: Icon,
  busy = false,
  kbd,
  disabled = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const still = disabled || busy;
  return (
    <button
      type={type}
      aria-disabled={still || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={kbd === undefined ? undefined : ariaShortcut(kbd, isMac())}
      className={clsx(
        'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none',
        size === 'sm' ? 'h-6 px-2 text-sm' : 'h-7 px-2.5',
        /(?:^|\s)shrink(?:\s|$)/.test(className ?? '') || 'shrink-0',
        buttonLook(variant, disabled),
        className,
      )}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (still) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {busy ? <Spinner /> : Icon !== undefined && <Icon aria-hidden className="size-3.5" />}
      {children}
      {kbd !== undefined && <Kbd keys={kbd} className="-mr-1 ml-1 opacity-70" />}
    </button>
  );
}

import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'running' | 'succeeded' | 'failed' | 'waiting';

const LOOK: Readonly<Record<Tone, string>> = {
  neutral: 'text-ink-2',
  running: 'text-running',
  succeeded: 'text-succeeded',
  failed: 'text-failed',
  waiting: 'text-waiting',
};

/** A word or a figure in a frame. */
export function Badge({ tone = 'neutral', children, className }: BadgeProps) {
  return (
    <span
      className={clsx(
        'inline-flex h-4.5 shrink-0 items-center gap-1 rounded-sm border border-line px-1.5 text-xs font-medium tabular-nums',
        LOOK[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

export interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly className?: string;
}

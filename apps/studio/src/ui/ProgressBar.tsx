import clsx from 'clsx';

export interface ProgressBarProps {
  /** 0…1; null when nobody knows how far it is. */
  readonly value: number | null;
  /** Of what: the accessible name. */
  readonly label: string;
  readonly className?: string;
}

export function ProgressBar({ value, label, className }: ProgressBarProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className={clsx('h-1 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={clsx(
          'h-full origin-left rounded-full bg-running',
          share === null ? 'weft-slide w-1/4' : 'transition-transform',
        )}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  );
}

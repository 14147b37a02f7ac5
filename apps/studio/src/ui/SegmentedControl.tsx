import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { RadioGroup as Radix } from 'radix-ui';

export interface SegmentedControlProps<V extends string> {
  readonly value: V;
  readonly onValueChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string; readonly icon?: LucideIcon }[];
  /** Accessible name of the choice. */
  readonly label: string;
  readonly className?: string;
  /** Below 1024 px the icons say it; the words stay for tooltips and screen readers. */
  readonly compact?: boolean;
}

/** One of two to five, all in sight. */
export function SegmentedControl<V extends string>({
  value,
  onValueChange,
  options,
  label,
  className,
  compact = false,
}: SegmentedControlProps<V>) {
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      orientation="horizontal"
      className={clsx('inline-flex flex-wrap rounded-md border border-line-strong bg-sunken p-px', className)}
    >
      {options.map(({ value: option, label: word, icon: Icon }) => (
        <Radix.Item
          key={option}
          value={option}
          title={compact ? word : undefined}
          className="inline-flex h-6 items-center gap-1.5 rounded-[5px] px-2 whitespace-nowrap text-ink-2 hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-sheet"
        >
          {Icon !== undefined && <Icon aria-hidden className="size-3.5" />}
          {compact ? <span className="max-lg:sr-only">{word}</span> : word}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}

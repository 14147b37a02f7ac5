import clsx from 'clsx';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabsProps<V extends string> {
  readonly value: V;
  readonly onValueChange: (value: V) => void;
  readonly items: readonly { readonly value: V; readonly label: string; readonly badge?: ReactNode }[];
  /** Accessible name of the row of tabs. */
  readonly label?: string;
  /** At the end of the row. */
  readonly end?: ReactNode;
  /** What the chosen tab shows. */
  readonly children?: ReactNode;
  readonly className?: string;
}

export function Tabs<V extends string>({
  value,
  onValueChange,
  items,
  label,
  end,
  children,
  className,
}: TabsProps<V>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      className={clsx('flex min-h-0 min-w-0 flex-col', className)}
    >
      <div className="flex shrink-0 items-center border-b border-line">
        <Radix.List aria-label={label} className="flex min-w-0 flex-1 gap-1 overflow-x-auto px-1">
          {items.map((item) => (
            <Radix.Trigger
              key={item.value}
              value={item.value}
              className="-mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent px-2 whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {item.label}
              {item.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end}
      </div>
      {children !== undefined && (
        <Radix.Content value={value} className="min-h-0 flex-1 outline-none" tabIndex={-1}>
          {children}
        </Radix.Content>
      )}
    </Radix.Root>
  );
}

import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';

export interface SwitchProps extends Omit<ComponentProps<typeof Radix.Root>, 'children'> {
  /** Accessible name, where no label element points at it. */
  readonly label?: string;
}

export function Switch({ label, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      className="relative h-4 w-7 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors data-[disabled]:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      {...rest}
    >
      <Radix.Thumb className="block size-3 translate-x-px rounded-full bg-ink-3 transition-transform data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';

export interface CheckboxProps extends Omit<ComponentProps<typeof Radix.Root>, 'children'> {
  /** Accessible name, where no label element points at it. */
  readonly label?: string;
}

export function Checkbox({ label, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      aria-label={label}
      className="group flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface data-[disabled]:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      {...rest}
    >
      <Radix.Indicator className="text-on-accent">
        <Check aria-hidden className="size-3 group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
}

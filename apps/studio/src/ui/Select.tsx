import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { fieldLook, sized } from './Input.tsx';

export interface SelectProps<V extends string> {
  readonly value: V | undefined;
  readonly onValueChange: (value: V) => void;
  readonly options: readonly {
    readonly value: V;
    readonly label: string;
    readonly hint?: string;
    readonly disabled?: boolean;
  }[];
  /** Accessible name, where no label element points at it. */
  readonly label?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly className?: string;
}

/** One of few. Options that need a search belong into a palette. Radix keeps '' for "none", so no option may be ''. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  label,
  placeholder,
  disabled = false,
  className,
  ...rest
}: SelectProps<V>) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={(next) => onValueChange(next as V)} disabled={disabled}>
      <Radix.Trigger
        aria-label={label}
        className={clsx(
          fieldLook,
          'inline-flex h-7 items-center justify-between gap-2 px-2 text-left data-[placeholder]:text-ink-3',
          sized(className),
        )}
        {...rest}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line bg-raised shadow-raised"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover"
              >
                <span className="flex w-3.5 shrink-0">
                  <Radix.ItemIndicator>
                    <Check aria-hidden className="size-3.5" />
                  </Radix.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint !== undefined && (
                    <span className="block text-sm text-ink-2">{option.hint}</span>
                  )}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

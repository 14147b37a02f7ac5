import { Minus, Plus } from 'lucide-react';
import { useMessages } from '../../../i18n/index.ts';
import { Input } from '../../../ui/index.ts';
import { numberOf, stepped, textFor } from '../interpret.ts';
import { messages } from '../messages.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

/**
 * A number as text, with steps. Not `<input type="number">`: that one hides what was typed when it is no number yet, and
 * takes the wheel of the canvas for itself.
 */
export function NumberControl({
  control,
  id,
  label,
  raw,
  onRaw,
  disabled,
  invalid,
  describedBy,
}: ControlProps<ControlOf<'number'>>) {
  const t = useMessages(messages);
  const text = typeof raw === 'string' ? raw : textFor(control, raw as number | undefined);
  const value = numberOf(text);
  const step = (direction: 1 | -1) => value !== null && onRaw(stepped(control, value, direction));
  return (
    <div className="nodrag relative flex">
      <Input
        id={id}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        inputMode={control.whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        value={text}
        disabled={disabled}
        onChange={(event) => onRaw(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          step(event.key === 'ArrowUp' ? 1 : -1);
        }}
        className="pr-11 font-mono"
      />
      <div className="absolute inset-y-px right-px flex">
        {([-1, 1] as const).map((direction) => {
          const Icon = direction === 1 ? Plus : Minus;
          return (
            <button
              key={direction}
              type="button"
              // Arrow keys do the same, so two more stops on the way through a form would only be in the way.
              tabIndex={-1}
              aria-label={t(direction === 1 ? 'more' : 'less')}
              disabled={disabled || value === null || stepped(control, value, direction) === value}
              onClick={() => step(direction)}
              className="flex w-5 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink disabled:opacity-40"
            >
              <Icon size={11} aria-hidden />
            </button>
          );
        })}
      </div>
    </div>
  );
}

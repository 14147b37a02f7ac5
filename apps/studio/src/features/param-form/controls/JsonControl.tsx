import type { Json } from '@weft/engine/graph';
import { TextArea } from '../../../ui/index.ts';
import { textFor } from '../interpret.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

/** What no form can be drawn for. */
export function JsonControl({
  control,
  id,
  label,
  raw,
  onRaw,
  disabled,
  invalid,
  describedBy,
}: ControlProps<ControlOf<'json'>>) {
  const text = typeof raw === 'string' ? raw : textFor(control, raw as Json | undefined);
  return (
    <TextArea
      id={id}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={text}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => onRaw(event.target.value)}
      className="nodrag nowheel font-mono"
    />
  );
}

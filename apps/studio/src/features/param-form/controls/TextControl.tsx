import { Input, TextArea } from '../../../ui/index.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

/** Longer than this, a text gets lines of its own. */
const ONE_LINE = 200;

export function TextControl({
  control,
  id,
  label,
  raw,
  onRaw,
  disabled,
  invalid,
  describedBy,
  room,
}: ControlProps<ControlOf<'text'>>) {
  const text = typeof raw === 'string' ? raw : '';
  const shared = {
    id,
    'aria-label': label,
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    value: text,
    disabled,
    spellCheck: false,
  };
  const isLong = room === 'page' && (control.most === null ? text.length > 60 : control.most > ONE_LINE);
  return isLong ? (
    <TextArea
      {...shared}
      rows={2}
      onChange={(event) => onRaw(event.target.value)}
      className="nodrag nowheel"
    />
  ) : (
    <Input
      {...shared}
      autoComplete="off"
      onChange={(event) => onRaw(event.target.value)}
      className="nodrag"
    />
  );
}

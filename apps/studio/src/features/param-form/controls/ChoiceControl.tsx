import { useMessages } from '../../../i18n/index.ts';
import { SegmentedControl, Select } from '../../../ui/index.ts';
import type { Choice } from '../control.ts';
import { messages } from '../messages.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

/** Letters that fit side by side. Few short words are all seen at once, and one press chooses. */
const SEGMENTS = { line: 16, page: 34 } as const;
const MOST_SEGMENTS = 4;

export function ChoiceControl({
  control,
  id,
  label,
  raw,
  onRaw,
  disabled,
  room,
}: ControlProps<ControlOf<'choice'>>) {
  const t = useMessages(messages);
  const { options } = control;
  const name = (option: Choice): string => (option === null || option === '' ? t('unset') : String(option));
  const letters = options.reduce<number>((sum, option) => sum + name(option).length + 2, 0);
  const choice = {
    label,
    value: String(options.indexOf(raw as Choice)),
    onValueChange: (value: string) => onRaw(options[Number(value)]),
    options: options.map((option, i) => ({ value: String(i), label: name(option) })),
  };
  return !disabled && options.length <= MOST_SEGMENTS && letters <= SEGMENTS[room] ? (
    <SegmentedControl {...choice} className="nodrag" />
  ) : (
    <Select {...choice} id={id} disabled={disabled} className="nodrag" />
  );
}

import { useMessages } from '../../../i18n/index.ts';
import { Select } from '../../../ui/index.ts';
import { messages } from '../messages.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { ValueControl } from './ValueControl.tsx';

/** First which of several forms, then that form. */
export function VariantsControl(props: ControlProps<ControlOf<'variants'>>) {
  const { control, id, raw, onRaw, disabled } = props;
  const t = useMessages(messages);
  const at = Math.max(
    0,
    control.variants.findIndex(({ fits }) => fits(raw)),
  );
  return (
    <div className="nodrag space-y-1">
      <Select
        label={t('kind')}
        disabled={disabled}
        value={String(at)}
        onValueChange={(value) => onRaw(control.variants[Number(value)]!.sample)}
        options={control.variants.map(({ label }, i) => ({ value: String(i), label }))}
      />
      <ValueControl {...props} id={`${id}-value`} control={control.variants[at]!.control} />
    </div>
  );
}

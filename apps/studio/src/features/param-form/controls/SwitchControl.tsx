import { Switch } from '../../../ui/index.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

export const SwitchControl = ({
  id,
  label,
  raw,
  onRaw,
  disabled,
  describedBy,
}: ControlProps<ControlOf<'switch'>>) => (
  <div className="nodrag flex h-7 items-center">
    <Switch
      id={id}
      label={label}
      aria-describedby={describedBy}
      checked={raw === true}
      disabled={disabled}
      onCheckedChange={onRaw}
    />
  </div>
);

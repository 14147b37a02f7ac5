import { useLanguage } from '../../../i18n/index.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { ValueControl } from './ValueControl.tsx';

/** A form within the form. */
export function ObjectControl(props: ControlProps<ControlOf<'object'>>) {
  const { control, id, label, raw, onRaw } = props;
  const language = useLanguage();
  const value = (typeof raw === 'object' && raw !== null ? raw : {}) as Readonly<Record<string, unknown>>;
  return (
    <div id={id} role="group" aria-label={label} className="space-y-2 border-l border-line pl-3">
      {control.fields.map((field) => (
        <div key={field.name}>
          <label
            htmlFor={`${id}-${field.name}`}
            title={field.hint?.[language]}
            className="text-sm text-ink-2"
          >
            {field.label[language]}
          </label>
          <ValueControl
            {...props}
            control={field.control}
            id={`${id}-${field.name}`}
            label={field.label[language]}
            raw={value[field.name] ?? field.fallback}
            onRaw={(next) => onRaw({ ...value, [field.name]: next })}
          />
        </div>
      ))}
    </div>
  );
}

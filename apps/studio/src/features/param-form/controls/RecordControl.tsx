import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../../i18n/index.ts';
import { Button, IconButton, Input } from '../../../ui/index.ts';
import { sampleOf } from '../fieldsOf.ts';
import { messages } from '../messages.ts';
import { freshName, withName } from '../renamed.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { ValueControl } from './ValueControl.tsx';

/** Names and values: columns and their types, for example. */
export function RecordControl(props: ControlProps<ControlOf<'record'>>) {
  const { control, id, label, raw, onRaw, disabled } = props;
  const t = useMessages(messages);
  const record = (typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : {}) as Readonly<
    Record<string, unknown>
  >;
  const entries = Object.entries(record);
  return (
    <div id={id} role="group" aria-label={label} className="nodrag space-y-1">
      {entries.map(([name, value], i) => (
        <div key={i} className="flex items-start gap-1">
          <EntryName
            label={t('entry-name', { at: i + 1 })}
            name={name}
            disabled={disabled}
            onName={(to) => {
              const next = withName(record, name, to);
              if (next !== null) onRaw(next);
              return next !== null;
            }}
          />
          <div className="min-w-0 flex-1">
            <ValueControl
              {...props}
              room="page"
              control={control.value}
              id={`${id}-${i}`}
              label={t('entry-value', { name })}
              raw={value}
              onRaw={(next) => onRaw({ ...record, [name]: next })}
            />
          </div>
          {!disabled && (
            <IconButton
              icon={X}
              size="sm"
              label={t('remove-entry', { at: i + 1 })}
              onClick={() => onRaw(Object.fromEntries(entries.toSpliced(i, 1)))}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          size="sm"
          variant="plain"
          icon={Plus}
          onClick={() => onRaw({ ...record, [freshName(record, 'column')]: sampleOf(control.value) })}
        >
          {t('add-entry')}
        </Button>
      )}
    </div>
  );
}

/** A name is typed on the way through names that are taken ("a" on the way to "ab"): it counts when the field is left. */
function EntryName({
  label,
  name,
  disabled,
  onName,
}: {
  label: string;
  name: string;
  disabled: boolean;
  onName: (to: string) => boolean;
}) {
  const t = useMessages(messages);
  const [typed, setTyped] = useState<string | null>(null);
  const [taken, setTaken] = useState(false);
  const leave = () => {
    if (typed === null) return;
    const done = onName(typed);
    setTaken(!done);
    if (done) setTyped(null);
  };
  return (
    <div className="w-2/5 min-w-0">
      <Input
        aria-label={label}
        aria-invalid={taken}
        value={typed ?? name}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
        className="nodrag font-mono"
      />
      {taken && <p className="text-xs text-failed">{t('same-name')}</p>}
    </div>
  );
}

import type { Json } from '@weft/engine/graph';
import { ArrowUp, Plus, X } from 'lucide-react';
import { useMessages } from '../../../i18n/index.ts';
import { Button, IconButton } from '../../../ui/index.ts';
import { sampleOf } from '../fieldsOf.ts';
import { messages } from '../messages.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { ValueControl } from './ValueControl.tsx';

/** A list, entry by entry. Order matters in lists, so entries can be moved. */
export function ListControl(props: ControlProps<ControlOf<'list'>>) {
  const { control, id, label, raw, onRaw, disabled } = props;
  const t = useMessages(messages);
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const full = control.most !== null && items.length >= control.most;
  return (
    <div id={id} role="group" aria-label={label} className="nodrag space-y-1">
      {items.map((item, i) => (
        // Entries have no identity but their place.
        <div key={i} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <ValueControl
              {...props}
              control={control.item}
              id={`${id}-${i}`}
              label={t('entry', { at: i + 1 })}
              raw={item}
              onRaw={(value) => onRaw(items.with(i, value))}
            />
          </div>
          {i > 0 && !disabled && (
            <IconButton
              icon={ArrowUp}
              size="sm"
              label={t('move-up', { at: i + 1 })}
              onClick={() => onRaw(items.with(i - 1, item).with(i, items[i - 1]))}
            />
          )}
          {!disabled && (
            <IconButton
              icon={X}
              size="sm"
              label={t('remove-entry', { at: i + 1 })}
              onClick={() => onRaw(items.toSpliced(i, 1))}
            />
          )}
        </div>
      ))}
      {!disabled && !full && (
        <Button
          size="sm"
          variant="plain"
          icon={Plus}
          onClick={() => onRaw([...items, sampleOf(control.item) satisfies Json])}
        >
          {t('add-entry')}
        </Button>
      )}
    </div>
  );
}

import type { NodeSpec } from '@weft/engine/graph';
import { RotateCcw } from 'lucide-react';
import { memo, useId } from 'react';
import { useEditing, useLive, useSetPresence } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { Button, IconButton, Tooltip } from '../../ui/index.ts';
import type { Field } from './control.ts';
import { ValueControl } from './controls/ValueControl.tsx';
import { messages } from './messages.ts';
import { problemText } from './problemText.ts';
import { useParam } from './useParam.ts';

export interface ParamFieldProps {
  readonly nodeId: string;
  readonly spec: NodeSpec;
  readonly field: Field;
  /** `line`: on a cell, label and control side by side. `page`: in the inspector, with what it means. */
  readonly room: 'line' | 'page';
  /** Cannot be changed, for example because the node must be upgraded first. */
  readonly fixed?: boolean;
}

/** These need the whole width, on a cell too. */
const WIDE = new Set(['code', 'prose', 'list', 'record', 'object', 'variants', 'json', 'path']);

/** One param: name, control, what is wrong with it, who else is in it, and the way back to the default. */
export const ParamField = memo(function ParamField({
  nodeId,
  spec,
  field,
  room,
  fixed = false,
}: ParamFieldProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { canEdit } = useLive();
  const setPresence = useSetPresence();
  const editor = useEditing(nodeId, field.name);
  const param = useParam(nodeId, spec, field);
  const id = useId();
  const [hintId, problemId] = [`${id}-hint`, `${id}-problem`];
  const disabled = !canEdit || fixed;
  const beside = room === 'line' && !WIDE.has(field.control.kind);
  const hint = field.hint?.[language];
  const label = (
    <label htmlFor={id} title={field.label[language]} className="block truncate text-sm text-ink-2">
      {field.label[language]}
      {field.fallback === undefined && (
        <span className="text-failed" title={t('required')}>
          {' *'}
        </span>
      )}
    </label>
  );
  return (
    <div
      data-testid={`param-${nodeId}-${field.name}`}
      className="relative rounded-md"
      style={editor === null ? undefined : { outline: `2px solid ${editor.color}`, outlineOffset: 2 }}
      onFocus={() => disabled || setPresence({ editing: { node: nodeId, param: field.name } })}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        param.flush();
        setPresence({ editing: null });
      }}
    >
      {editor !== null && (
        <span
          title={t('edits', { name: editor.name })}
          className="absolute -top-2 right-1 z-10 rounded-sm px-1 text-xs text-on-danger"
          // White on these colours is readable in both themes; see `colorOf`.
          style={{ background: editor.color, color: '#fff' }}
        >
          {editor.name}
        </span>
      )}
      <div className={beside ? 'flex items-center gap-2' : ''}>
        {beside ? (
          <div className="w-[45%] shrink-0">
            {hint === undefined ? label : <Tooltip label={hint}>{label}</Tooltip>}
          </div>
        ) : (
          <div className="flex min-h-6 items-center justify-between gap-1">
            {label}
            {room === 'page' && param.isOwn && !disabled && field.fallback !== undefined && (
              <IconButton
                icon={RotateCcw}
                size="sm"
                label={t('reset', { value: shortOf(field.fallback, t) })}
                onClick={param.reset}
              />
            )}
          </div>
        )}
        <div className="min-w-0 flex-1">
          <ValueControl
            control={field.control}
            id={id}
            label={field.label[language]}
            raw={param.raw}
            onRaw={param.type}
            disabled={disabled}
            invalid={param.problem !== null && (param.isDraft || param.problem.kind !== 'missing')}
            describedBy={`${hintId} ${problemId}`}
            room={room}
            place={{ nodeId, param: field.name }}
          />
        </div>
      </div>
      <p id={problemId} aria-live="polite" className="text-xs">
        {param.problem !== null && (
          <span
            className={param.problem.kind === 'missing' && !param.isDraft ? 'text-waiting' : 'text-failed'}
          >
            {problemText(param.problem, t)} {param.isDraft && t('kept-apart')}
          </span>
        )}
        {param.isDraft && (
          <Button size="sm" variant="plain" onClick={param.takeBack} className="nodrag ml-1 h-5!">
            {t('take-back')}
          </Button>
        )}
      </p>
      {hint !== undefined && (
        <p id={hintId} className={room === 'page' ? 'text-xs text-ink-3' : 'sr-only'}>
          {hint}
        </p>
      )}
    </div>
  );
});

const LONGEST = 24;
function shortOf(value: unknown, t: (key: 'empty' | 'yes' | 'no') => string): string {
  if (value === '' || value === null || (Array.isArray(value) && value.length === 0)) return t('empty');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

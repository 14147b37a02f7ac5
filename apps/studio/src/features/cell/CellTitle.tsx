import { setNodeField } from '@weft/engine/live';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

const LONGEST = 200;

/** The name of a node, in the letters of where it stands. A double click or F2 edits, Enter keeps, Escape takes back. */
export function CellTitle({
  nodeId,
  title,
  own,
  editing,
  onEditing,
}: {
  nodeId: string;
  /** What is shown: the node's own title, or that of its type. */
  title: string;
  own: string | undefined;
  editing: boolean;
  onEditing: (editing: boolean) => void;
}) {
  const t = useMessages(messages);
  const { doc, canEdit } = useLive();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (!editing) return;
    setTyped(own ?? title);
    // After the value is in the box.
    requestAnimationFrame(() => input.current?.select());
    input.current?.focus();
    // What a colleague calls it meanwhile does not replace what is being typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);

  if (!editing)
    return (
      <h3
        className="min-w-0 flex-1 truncate font-semibold"
        title={title}
        onDoubleClick={(event) => {
          if (!canEdit) return;
          event.stopPropagation();
          onEditing(true);
        }}
      >
        {title}
      </h3>
    );
  const keep = (): void => {
    onEditing(false);
    const next = typed.trim().slice(0, LONGEST);
    if (next !== (own ?? title)) setNodeField(doc, nodeId, 'title', next);
  };
  return (
    <input
      ref={input}
      aria-label={t('title')}
      value={typed}
      maxLength={LONGEST}
      placeholder={title}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') onEditing(false);
      }}
      className="nodrag min-w-0 flex-1 rounded-sm border border-focus bg-surface px-1 font-semibold"
    />
  );
}

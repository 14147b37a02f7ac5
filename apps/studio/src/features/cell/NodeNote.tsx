import { setNodeField } from '@weft/engine/live';
import { useEffect, useRef, useState } from 'react';
import { useEditing, useLive, useNode, useSetPresence } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { TextArea } from '../../ui/index.ts';
import { MarkdownText } from './MarkdownText.tsx';
import { messages } from './messages.ts';

/** What a field of the same name is called in presence; no param can be called so. */
const FIELD = '#note';
const LONGEST = 20_000;

/** The note of a node: Markdown to read, its text to write. Written when the field is left. */
export function NodeNote({
  nodeId,
  title,
  editing,
  onEditing,
}: {
  nodeId: string;
  title: string;
  editing: boolean;
  onEditing: (editing: boolean) => void;
}) {
  const t = useMessages(messages);
  const { doc, canEdit } = useLive();
  const note = useNode(nodeId)?.note ?? '';
  const setPresence = useSetPresence();
  const editor = useEditing(nodeId, FIELD);
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef<string | null>(null);
  latest.current = typed;
  // A cell that goes out of sight takes nothing unwritten with it.
  useEffect(
    () => () => {
      if (latest.current !== null) setNodeField(doc, nodeId, 'note', latest.current);
    },
    [doc, nodeId],
  );
  const leave = (): void => {
    if (typed !== null && typed !== note) setNodeField(doc, nodeId, 'note', typed);
    setTyped(null);
    setPresence({ editing: null });
    onEditing(false);
  };
  if (!editing)
    return note === '' ? null : (
      <div
        className="nodrag nowheel max-h-48 cursor-auto overflow-auto text-sm select-text"
        onDoubleClick={(event) => {
          if (!canEdit) return;
          event.stopPropagation();
          onEditing(true);
        }}
      >
        <MarkdownText text={note} />
      </div>
    );
  return (
    <TextArea
      autoFocus
      aria-label={t('note-label', { title })}
      value={typed ?? note}
      maxLength={LONGEST}
      onFocus={() => setPresence({ editing: { node: nodeId, param: FIELD } })}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') leave();
      }}
      className="nodrag nowheel"
      style={editor === null ? undefined : { outline: `2px solid ${editor.color}` }}
    />
  );
}

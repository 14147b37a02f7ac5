import { setMeta } from '@weft/engine/live';
import { useEffect, useRef } from 'react';
import { useTitle } from '../../shell/index.ts';
import { useLive, useMeta } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

/** The document's title, edited where it stands. Enter and leaving keep it, Escape takes it back. */
export function TitleField() {
  const t = useMessages(messages);
  const { doc, canEdit, undo } = useLive();
  const { title } = useMeta();
  const field = useRef<HTMLInputElement>(null);
  useTitle(title);

  // Somebody else may rename it; whoever is typing keeps what they type.
  useEffect(() => {
    if (field.current !== null && document.activeElement !== field.current) field.current.value = title;
  }, [title]);

  if (!canEdit) return <h1 className="truncate px-1.5 font-semibold">{title || t('untitled')}</h1>;
  return (
    <h1 className="min-w-0">
      <input
        ref={field}
        defaultValue={title}
        maxLength={200}
        aria-label={t('title')}
        placeholder={t('untitled')}
        className="field-sizing-content max-w-full min-w-24 truncate rounded-md border border-transparent bg-transparent px-1.5 py-0.5 font-semibold outline-none hover:border-line focus:border-line-strong focus:bg-surface"
        onBlur={(event) => {
          const next = event.target.value.trim();
          if (next === '' || next === title) event.target.value = title;
          else {
            undo.stopCapturing();
            setMeta(doc, 'title', next);
          }
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.value = title;
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </h1>
  );
}

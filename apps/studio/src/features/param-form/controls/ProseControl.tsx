import { textOf } from '@weft/engine/live';
import { useLayoutEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { useLive } from '../../../document/index.ts';
import { TextArea } from '../../../ui/index.ts';
import { movedCaret, textChange } from '../textChange.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { TextControl } from './TextControl.tsx';

/** A text that several people write at once. Where it is no shared text (an old document), it is written whole. */
export function ProseControl(props: ControlProps<ControlOf<'prose'>>) {
  const { doc } = useLive();
  const text = textOf(doc, props.place.nodeId, props.place.param);
  return text === null ? (
    <TextControl {...props} control={{ kind: 'text', most: null }} room="page" />
  ) : (
    <SharedProse {...props} text={text} />
  );
}

function SharedProse({
  id,
  label,
  disabled,
  invalid,
  describedBy,
  text,
}: ControlProps<ControlOf<'prose'>> & { text: Y.Text }) {
  const { doc, undo } = useLive();
  const area = useRef<HTMLTextAreaElement>(null);
  const [value, setValue] = useState(() => text.toJSON());
  const caret = useRef<readonly [number, number] | null>(null);
  /** Edits from here: undone by this person, and not taken for a colleague's. */
  const [origin] = useState(() => Symbol('prose'));

  useLayoutEffect(() => {
    undo.trackedOrigins.add(origin);
    setValue(text.toJSON());
    const follow = (_: Y.YTextEvent, transaction: Y.Transaction) => {
      const next = text.toJSON();
      const element = area.current;
      if (transaction.origin !== origin && element !== null && document.activeElement === element) {
        const change = textChange(element.value, next);
        if (change !== null)
          caret.current = [
            movedCaret(element.selectionStart, change),
            movedCaret(element.selectionEnd, change),
          ];
      }
      setValue(next);
    };
    text.observe(follow);
    return () => {
      text.unobserve(follow);
      undo.trackedOrigins.delete(origin);
    };
  }, [text, undo, origin]);

  // A new value moves the caret to the end; it goes back to where the person was writing.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    area.current?.setSelectionRange(...caret.current);
    caret.current = null;
  }, [value]);

  return (
    <TextArea
      ref={area}
      id={id}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={value}
      disabled={disabled}
      onChange={({ target }) => {
        const change = textChange(text.toJSON(), target.value, target.selectionEnd);
        if (change === null) return;
        caret.current = [target.selectionStart, target.selectionEnd];
        doc.transact(() => {
          text.delete(change.at, change.remove);
          text.insert(change.at, change.insert);
        }, origin);
      }}
      className="nodrag nowheel"
    />
  );
}

import { MonacoBinding } from 'y-monaco';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { normaliseLineEnds } from './lineEnds.ts';
import type { monaco } from './monaco.ts';

/** Where others see this person's cursor in a text; y-monaco writes it under this name. */
const CURSOR = 'selection';

/**
 * Joins an editor and a shared text until the returned function is called. What is typed joins the person's own undo. Line
 * ends are made one character on both sides first: see lineEnds.ts.
 */
export function bindText({
  text,
  model,
  editor,
  awareness,
  undo,
  readOnly,
}: {
  text: Y.Text;
  model: monaco.editor.ITextModel;
  editor: monaco.editor.IStandaloneCodeEditor;
  awareness: Awareness;
  undo: Y.UndoManager;
  readOnly: boolean;
}): () => void {
  // 0 is EndOfLineSequence.LF; the enum would pull Monaco into whoever imports this file.
  model.setEOL(0);
  if (readOnly && text.toJSON().includes('\r')) return mirror(text, model);
  if (!readOnly) normaliseLineEnds(text, null);
  const binding = new MonacoBinding(text, model, new Set([editor]), awareness);
  undo.addTrackedOrigin(binding);
  return () => {
    undo.removeTrackedOrigin(binding);
    binding.destroy();
    awareness.setLocalStateField(CURSOR, null);
  };
}

/** A viewer may not mend line ends, so the editor shows the text without being bound to it. */
function mirror(text: Y.Text, model: monaco.editor.ITextModel): () => void {
  const show = (): void => {
    model.setValue(text.toJSON().replaceAll(/\r\n?/g, '\n'));
    model.setEOL(0);
  };
  show();
  text.observe(show);
  return () => text.unobserve(show);
}

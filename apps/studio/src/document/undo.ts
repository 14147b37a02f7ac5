import { EDIT, edgesOf, groupsOf, metaOf, nodesOf } from '@weft/engine/live';
import * as Y from 'yjs';
import { select, selection } from './selection.ts';

const SELECTED = 'selected';

/**
 * Undo of what this person did, never of what others did meanwhile. Edits within 400 ms are one step. A step remembers
 * the selection it was made with, so undoing a deletion brings the nodes back selected.
 *
 * A text editor that writes with an origin of its own joins by `undo.trackedOrigins.add(origin)`.
 */
export function createUndo(doc: Y.Doc): Y.UndoManager {
  const undo = new Y.UndoManager([metaOf(doc), nodesOf(doc), edgesOf(doc), groupsOf(doc)], {
    trackedOrigins: new Set([EDIT]),
    captureTimeout: 400,
  });
  undo.on('stack-item-added', ({ stackItem }) => {
    stackItem.meta.set(SELECTED, [...selection.getState().nodes]);
  });
  undo.on('stack-item-popped', ({ stackItem }) => {
    const ids = (stackItem.meta.get(SELECTED) ?? []) as string[];
    select(ids.filter((id) => nodesOf(doc).has(id)));
  });
  return undo;
}

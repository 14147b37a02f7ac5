import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

/**
 * Keeps presence under the document's client id. Yjs gives a document a new one when somebody else writes under its id;
 * `Awareness` would keep the old one, and y-websocket, which looks for the local state under the document's id, would throw
 * when it connects and when it disconnects.
 *
 * @returns ends it
 */
export function followClientId(doc: Y.Doc, awareness: Awareness): () => void {
  function follow(): void {
    if (awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = doc.clientID;
    // The first state of an id has clock 0, which nobody takes.
    awareness.setLocalState({});
    awareness.setLocalState(state);
  }
  doc.on('afterTransactionCleanup', follow);
  return () => doc.off('afterTransactionCleanup', follow);
}

import * as Y from 'yjs';

/**
 * Whether a document has everything that a state vector names. Deletions leave no trace in a state vector, so this says
 * nothing about them; whoever needs to be sure of those asks for the barrier.
 */
export function covers(doc: Y.Doc, wanted: Uint8Array): boolean {
  const has = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...Y.decodeStateVector(wanted)].every(([client, clock]) => (has.get(client) ?? 0) >= clock);
}

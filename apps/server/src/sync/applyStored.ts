import { STORED } from '@weft/engine/live';
import * as Y from 'yjs';

/**
 * Applies what the log holds. A row that Yjs cannot use is left out, here and in every other process that reads it: an edit
 * made by hand could be accepted while its predecessors were missing and prove impossible when they came, and a document
 * that nobody can open any more would be worse than the loss of that edit.
 *
 * @returns what was wrong with it, if anything
 */
export function applyStored(doc: Y.Doc, update: Uint8Array): Error | null {
  try {
    Y.applyUpdate(doc, update, STORED);
    return null;
  } catch (error) {
    return error as Error;
  }
}

import { nodesOf, readMeta } from '@weft/engine/live';
import type * as Y from 'yjs';
import type { Facts } from './log.ts';

/** Titles come from clients: PostgreSQL can keep neither a NUL nor half a character. */
export const factsOf = (doc: Y.Doc): Facts => ({
  title: readMeta(doc).title.replaceAll('\0', '').toWellFormed(),
  nodes: nodesOf(doc).size,
});

import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  formatDocument,
  parseDocument,
  type Diagnostic,
  type GraphDocument,
} from '@weft/engine/graph';
import { part, renamed } from '@weft/engine/live';
import type { Point } from './presence.ts';

/**
 * What copy puts on the clipboard is a document file holding the chosen nodes: it can be pasted into another document,
 * saved as a file, sent by mail, or read by `weft run`.
 */
export function copied(document: GraphDocument, ids: Iterable<string>): string {
  return formatDocument({
    format: DOCUMENT_FORMAT,
    formatVersion: DOCUMENT_VERSION,
    title: document.title,
    seed: document.seed,
    ...part(document, ids),
  });
}

/** A cell and the room for its wires. */
const STEP = 448;

export type Pasted =
  | { readonly ok: true; readonly graph: ReturnType<typeof renamed> }
  /** `not-ours`: text that never meant to be nodes, such as a sentence; there is nothing to complain about. */
  | { readonly ok: false; readonly why: 'not-ours' | 'empty' }
  | { readonly ok: false; readonly why: 'broken'; readonly diagnostic: Diagnostic };

/**
 * Text → nodes under fresh ids, their upper left corner at `at` (default: a little below where they were). Nothing is
 * written; text that is not a document says why.
 */
export function pasted(text: string, at?: Point): Pasted {
  if (!/^\s*\{/.test(text)) return { ok: false, why: 'not-ours' };
  const { document, diagnostics } = parseDocument(text);
  if (document === null) return { ok: false, why: 'broken', diagnostic: diagnostics[0]! };
  const nodes = Object.entries(document.nodes).map(
    // Side by side, where a document that was written by hand says no places.
    ([id, node], index) => [id, { ...node, position: node.position ?? { x: index * STEP, y: 0 } }] as const,
  );
  if (nodes.length === 0) return { ok: false, why: 'empty' };
  const left = Math.min(...nodes.map(([, { position }]) => position.x));
  const top = Math.min(...nodes.map(([, { position }]) => position.y));
  const offset = at === undefined ? { x: 32, y: 32 } : { x: at.x - left, y: at.y - top };
  return { ok: true, graph: renamed({ ...document, nodes: Object.fromEntries(nodes) }, offset) };
}

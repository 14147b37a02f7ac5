/**
 * Who last changed what, read off a document and its stretches. Yjs remembers for every value and every letter the id under
 * which somebody wrote it, and for what is gone that it is gone; the stretches say whose ids those are.
 */
import * as Y from 'yjs';
import { nodesOf, paramsOf } from './schema.ts';
import type { Content, Stretch } from './stretches.ts';

/** Null: nobody noted who it was, as in edits from before authors were kept. */
export type Change = Stretch | null;

export interface NodeBlame {
  /** The latest of all below, but for its place on the canvas. */
  readonly last: Change;
  /** Its title, note, type and so on, also those that were taken away. */
  readonly fields: Readonly<Record<string, Change>>;
  readonly params: Readonly<Record<string, Change>>;
  /** Params that people write in together, letter by letter. */
  readonly texts: Readonly<Record<string, readonly TextSpan[]>>;
}

/** Characters `[from, to)` of a text, all of one change. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
  readonly change: Change;
}

/** Nodes that are there, by their id. */
export function blame(doc: Y.Doc, stretches: readonly Stretch[]): Record<string, NodeBlame> {
  const look = openLookup(stretches);
  return Object.fromEntries([...nodesOf(doc)].map(([id, node]) => [id, blameNode(node, look)]));
}

const LAYOUT = new Set(['position']);

function blameNode(node: Y.Map<unknown>, look: Lookup): NodeBlame {
  const params = paramsOf(node);
  const fields = changesIn(node, look);
  delete fields['params'];
  const ofParams = params === null ? {} : changesIn(params, look);
  const counted = Object.entries(fields).filter(([name]) => !LAYOUT.has(name));
  return {
    last: latest([...counted.map(([, change]) => change), ...Object.values(ofParams)]),
    fields,
    params: ofParams,
    texts: Object.fromEntries(
      [...(params ?? [])].flatMap(([name, value]) =>
        value instanceof Y.Text ? [[name, spansOf(value, look)] as const] : [],
      ),
    ),
  };
}

/** What happened in each stretch, as far as the document still shows it: by the stretch's `firstSeq`. */
export interface Touched {
  readonly changed: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** Which nodes each stretch changed or removed. What was changed in a node that is gone now counts as removed only. */
export function touchedNodes(doc: Y.Doc, stretches: readonly Stretch[]): Map<bigint, Touched> {
  const look = openLookup(stretches);
  const touched = new Map<bigint, { changed: Set<string>; removed: Set<string> }>();
  const note = (change: Change, what: keyof Touched, id: string): void => {
    if (change === null) return;
    const entry = touched.get(change.firstSeq) ?? { changed: new Set(), removed: new Set() };
    touched.set(change.firstSeq, entry);
    entry[what].add(id);
  };
  for (const [id, item] of nodesOf(doc)._map)
    if (item.deleted) note(changeOf(item, look), 'removed', id);
    else for (const change of allChanges(item, look)) note(change, 'changed', id);
  return touched;
}

/** The newest change of each key, also of keys that were taken away. */
function changesIn(map: Y.Map<unknown>, look: Lookup): Record<string, Change> {
  return Object.fromEntries([...map._map].map(([name, item]) => [name, latest([...allChanges(item, look)])]));
}

/** Of an item, and of everything in it. */
function* allChanges(item: Y.Item, look: Lookup): Generator<Change> {
  yield changeOf(item, look);
  if (item.deleted || !(item.content instanceof Y.ContentType)) return;
  const { type } = item.content;
  for (const inner of type._map.values()) yield* allChanges(inner, look);
  for (let inner = type._start; inner !== null; inner = inner.right)
    for (const { change } of pieces(inner, look)) yield change;
}

const changeOf = (item: Y.Item, look: Lookup): Change => pieces(item, look).at(-1)!.change;

/** An item may hold letters of several stretches: Yjs joins what one client wrote in a row. */
function pieces(item: Y.Item, look: Lookup): { readonly length: number; readonly change: Change }[] {
  const { client, clock } = item.id;
  const what = item.deleted ? 'deletes' : 'inserts';
  const found: { length: number; change: Change }[] = [];
  for (let at = clock; at < clock + item.length;) {
    const { change, until } = look(what, { client, clock: at });
    const end = Math.min(until, clock + item.length);
    found.push({ length: end - at, change });
    at = end;
  }
  return found;
}

function spansOf(text: Y.Text, look: Lookup): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (const { length, change } of pieces(item, look)) {
      const before = spans.at(-1);
      const from = before?.to ?? 0;
      if (before !== undefined && before.change === change) spans.pop();
      spans.push({ from: before?.change === change ? before!.from : from, to: from + length, change });
    }
  }
  return spans;
}

/** Of two stretches that overlap in time, the one that went on for longer. */
const latest = (changes: readonly Change[]): Change =>
  changes.reduce((a, b) => (a === null || (b !== null && b.lastSeq > a.lastSeq) ? b : a), null);

/** Whose an id is, and up to which clock of that client the answer is the same. */
type Lookup = (
  what: keyof Content,
  id: { readonly client: number; readonly clock: number },
) => { readonly change: Change; readonly until: number };

interface Owned {
  readonly from: number;
  readonly to: number;
  readonly stretch: Stretch;
}

function openLookup(stretches: readonly Stretch[]): Lookup {
  const index = { inserts: new Map<number, Owned[]>(), deletes: new Map<number, Owned[]>() };
  for (const what of ['inserts', 'deletes'] as const) {
    for (const stretch of stretches)
      for (const [client, spans] of stretch[what].spans()) {
        const owned = index[what].get(client) ?? [];
        index[what].set(client, owned);
        for (const [from, to] of spans) owned.push({ from, to, stretch });
      }
    for (const owned of index[what].values()) owned.sort((a, b) => a.from - b.from);
  }
  return (what, { client, clock }) => {
    const owned = index[what].get(client) ?? [];
    let [low, high] = [0, owned.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (owned[middle]!.to <= clock) low = middle + 1;
      else high = middle;
    }
    const found = owned[low];
    if (found === undefined) return { change: null, until: Number.POSITIVE_INFINITY };
    if (found.from > clock) return { change: null, until: found.from };
    return { change: found.stretch, until: found.to };
  };
}

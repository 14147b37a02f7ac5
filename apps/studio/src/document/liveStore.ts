import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  documentGroup,
  type Diagnostic,
  type DocumentEdge,
  type DocumentGroup,
  type DocumentNode,
  type EdgeId,
  type GraphDocument,
} from '@weft/engine/graph';
import {
  edgesOf,
  groupsOf,
  metaOf,
  nodesOf,
  readEdge,
  readMeta,
  readNode,
  type LiveReading,
  type Reading,
} from '@weft/engine/live';
import type * as Y from 'yjs';
import { own } from './own.ts';
import { share } from './share.ts';

/**
 * A Y.Doc as plain, frozen-in-time objects. Whatever an edit did not touch keeps its identity: after somebody changes one
 * node, the objects of all others are the same ones, and only what watches that node hears of it.
 *
 * Yjs says which keys a transaction touched; only those are read again. Listeners run once per transaction, after it.
 */
export type Meta = Pick<GraphDocument, 'title' | 'description' | 'seed'>;
/** An edge under its id. */
export type Wire = readonly [EdgeId, DocumentEdge];
const NO_WIRES: readonly Wire[] = [];

export type Topic = 'ids' | 'edges' | 'groups' | 'meta' | 'any' | `node:${string}`;

export interface LiveStore {
  readonly nodeIds: () => readonly string[];
  readonly node: (id: string) => DocumentNode | null;
  readonly edges: () => ReadonlyMap<EdgeId, DocumentEdge>;
  /** The wires that touch a node; the same list until one of them comes or goes. */
  readonly wiresOf: (nodeId: string) => readonly Wire[];
  readonly groups: () => ReadonlyMap<string, DocumentGroup>;
  readonly meta: () => Meta;
  /** The whole document and what in it could not be read. The same object until something changes. */
  readonly reading: () => LiveReading;
  /** @returns how to stop listening */
  readonly subscribe: (topic: Topic, listener: () => void) => () => void;
  readonly destroy: () => void;
}

export function createLiveStore(doc: Y.Doc): LiveStore {
  const nodes = new Map<string, Reading<DocumentNode>>();
  let ids: readonly string[] = [];
  const edgeReadings = new Map<string, Reading<DocumentEdge>>();
  let edges: ReadonlyMap<EdgeId, DocumentEdge> = new Map();
  let wires: Readonly<Record<string, readonly Wire[]>> = {};
  let groups: ReadonlyMap<string, DocumentGroup> = new Map();
  let meta = readMeta(doc);
  let whole: LiveReading | null = null;
  const listeners = new Map<Topic, Set<() => void>>();
  const dirty = new Set<Topic>();

  function touchNode(id: string): void {
    const before = nodes.get(id);
    const live = nodesOf(doc).get(id);
    if (live === undefined) nodes.delete(id);
    else nodes.set(id, share(before, readNode(id, live)));
    if (nodes.get(id) === before) return;
    dirty.add(`node:${id}`);
    if ((before?.value ?? null) === null || (nodes.get(id)?.value ?? null) === null) dirty.add('ids');
    dirty.add('any');
  }

  function touchEdge(id: string): void {
    const before = edgeReadings.get(id);
    const live = edgesOf(doc).get(id);
    if (live === undefined) edgeReadings.delete(id);
    else edgeReadings.set(id, share(before, readEdge(id, live)));
    if (edgeReadings.get(id) !== before) dirty.add('edges').add('any');
  }

  const readGroups = (): void => {
    const found = [...groupsOf(doc).entries()].flatMap(([id, value]) => {
      const parsed = documentGroup.safeParse(value);
      return parsed.success ? [[id, share(groups.get(id), parsed.data)] as const] : [];
    });
    groups = new Map(found);
    dirty.add('groups').add('any');
  };
  const readTitles = (): void => {
    const next = share(meta, readMeta(doc));
    if (next === meta) return;
    meta = next;
    dirty.add('meta').add('any');
  };

  /** Rebuilds what is made of many readings, and tells those who watch. */
  function flush(): void {
    if (dirty.size === 0) return;
    const topics = [...dirty];
    dirty.clear();
    whole = null;
    if (topics.includes('ids')) ids = [...nodes].flatMap(([id, { value }]) => (value === null ? [] : [id]));
    if (topics.includes('edges')) {
      edges = new Map(
        [...edgeReadings].flatMap(([id, { value }]) => (value === null ? [] : [[id as EdgeId, value]])),
      );
      wires = share(wires, byNode(edges));
    }
    for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
  }

  const onNodes = (events: readonly Pick<Y.YEvent<Y.Map<unknown>>, 'path' | 'keys'>[]): void => {
    const touched = new Set<string>();
    for (const event of events)
      if (event.path.length > 0) touched.add(String(event.path[0]));
      else for (const id of event.keys.keys()) touched.add(id);
    for (const id of touched) touchNode(id);
  };
  const onEdges = (event: Y.YMapEvent<unknown>): void => {
    for (const id of event.keysChanged) touchEdge(id as string);
  };

  for (const id of nodesOf(doc).keys()) touchNode(id);
  for (const id of edgesOf(doc).keys()) touchEdge(id);
  readGroups();
  flush();
  nodesOf(doc).observeDeep(onNodes);
  edgesOf(doc).observe(onEdges);
  groupsOf(doc).observe(readGroups);
  metaOf(doc).observe(readTitles);
  doc.on('afterTransaction', flush);

  return {
    nodeIds: () => ids,
    node: (id) => nodes.get(id)?.value ?? null,
    edges: () => edges,
    wiresOf: (nodeId) => own(wires, nodeId) ?? NO_WIRES,
    groups: () => groups,
    meta: () => meta,
    reading: () => (whole ??= assemble({ meta, nodes, edgeReadings, groups })),
    subscribe: (topic, listener) => {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    destroy: () => {
      nodesOf(doc).unobserveDeep(onNodes);
      edgesOf(doc).unobserve(onEdges);
      groupsOf(doc).unobserve(readGroups);
      metaOf(doc).unobserve(readTitles);
      doc.off('afterTransaction', flush);
      listeners.clear();
    },
  };
}

function byNode(edges: Iterable<Wire>): Record<string, readonly Wire[]> {
  const wires = Object.create(null) as Record<string, Wire[]>;
  for (const wire of edges)
    for (const node of new Set([wire[1].from.node, wire[1].to.node])) (wires[node] ??= []).push(wire);
  return wires;
}

interface Parts {
  readonly meta: Meta;
  readonly nodes: ReadonlyMap<string, Reading<DocumentNode>>;
  readonly edgeReadings: ReadonlyMap<string, Reading<DocumentEdge>>;
  readonly groups: ReadonlyMap<string, DocumentGroup>;
}

function assemble({ meta, nodes, edgeReadings, groups }: Parts): LiveReading {
  const troubles: Diagnostic[] = [];
  const values = <T>(readings: ReadonlyMap<string, Reading<T>>): Record<string, T> =>
    Object.fromEntries(
      [...readings].flatMap(([id, { value, trouble }]) => {
        if (trouble !== null) troubles.push(trouble);
        return value === null ? [] : [[id, value] as const];
      }),
    );
  const document: GraphDocument = {
    format: DOCUMENT_FORMAT,
    formatVersion: DOCUMENT_VERSION,
    ...meta,
    nodes: values(nodes),
    edges: values(edgeReadings),
    ...(groups.size === 0 ? {} : { groups: Object.fromEntries(groups) }),
  };
  return { document, troubles };
}

import * as Y from 'yjs';
import {
  formatEnd,
  type DocumentNode,
  type EdgeId,
  type End,
  type GraphDocument,
  type Json,
  type NodeId,
} from '../graph/index.ts';
import { EDIT, edgesOf, groupsOf, metaOf, nodesOf, paramsOf, type LiveNode } from './schema.ts';
import type { SharedTexts, TextParams } from './textParams.ts';

/**
 * Everything a person can do to a document. One function is one transaction: one update on the wire, one step of undo.
 * An edit of something that a colleague deleted a moment ago does nothing.
 */
const edit = (doc: Y.Doc, change: () => void): void => doc.transact(change, EDIT);

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** A few letters of the type and six random ones: readable in a diff, and never taken by a colleague at the same moment. */
export function newNodeId(type: string, random: () => number = Math.random): NodeId {
  const stem = (type.split('.').at(-1) ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, 40);
  const tail = Array.from({ length: 6 }, () => Math.floor(random() * 36).toString(36)).join('');
  return `${/^[A-Za-z]/.test(stem) ? stem : 'node'}-${tail}` as NodeId;
}

/** The same wire drawn twice is the same edge. */
export const edgeIdOf = (from: End, to: End): EdgeId =>
  `${formatEnd(from)}--${formatEnd(to)}`.slice(0, 200) as EdgeId;

export function addNode(doc: Y.Doc, id: NodeId, node: DocumentNode, texts: SharedTexts = {}): void {
  edit(doc, () => void nodesOf(doc).set(id, liveNode(node, texts)));
}

/** Pastes nodes, wires and groups under the ids they have. See `renamed` for fresh ones. */
export function insertGraph(
  doc: Y.Doc,
  graph: Pick<GraphDocument, 'nodes' | 'edges' | 'groups'>,
  texts: TextParams,
): void {
  edit(doc, () => write(doc, graph, texts));
}

/** The first content of an empty document. Never used on one that has a history. */
export function fillLive(doc: Y.Doc, document: GraphDocument, texts: TextParams): void {
  edit(doc, () => {
    const meta = metaOf(doc);
    meta.set('title', document.title);
    meta.set('seed', document.seed);
    if (document.description !== undefined) meta.set('description', document.description);
    write(doc, document, texts);
  });
}

function write(
  doc: Y.Doc,
  { nodes, edges, groups }: Pick<GraphDocument, 'nodes' | 'edges' | 'groups'>,
  texts: TextParams,
): void {
  for (const [id, node] of Object.entries(nodes))
    nodesOf(doc).set(id, liveNode(node, texts(node.type, node.version)));
  for (const [id, { from, to }] of Object.entries(edges))
    edgesOf(doc).set(id, { from: formatEnd(from), to: formatEnd(to) });
  for (const [id, group] of Object.entries(groups ?? {})) groupsOf(doc).set(id, { ...group });
}

function liveNode({ params, ...fields }: DocumentNode, texts: SharedTexts): LiveNode {
  const live: LiveNode = new Y.Map();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) live.set(name, value);
  const held = new Y.Map<unknown>();
  for (const [name, value] of Object.entries(params))
    held.set(name, name in texts && typeof value === 'string' ? new Y.Text(value) : value);
  for (const [name, text] of Object.entries(texts)) if (!(name in params)) held.set(name, new Y.Text(text));
  live.set('params', held);
  return live;
}

/** Nodes go with the wires that touch them; groups that would be empty go too. */
export function removeNodes(doc: Y.Doc, ids: Iterable<string>): void {
  const gone = new Set(ids);
  edit(doc, () => {
    for (const id of gone) nodesOf(doc).delete(id);
    for (const [id, value] of edgesOf(doc).entries()) {
      const { from = '', to = '' } = (value ?? {}) as { from?: string; to?: string };
      if (gone.has(nodeOf(from)) || gone.has(nodeOf(to))) edgesOf(doc).delete(id);
    }
    dropEmptyGroups(doc);
  });
}

const nodeOf = (endText: string): string => String(endText).split('.', 1)[0]!;

/** Draws a wire. `replacing` are the wires that give way, such as the one an input already had. */
export function connect(doc: Y.Doc, wire: { from: End; to: End }, replacing: Iterable<string> = []): EdgeId {
  const id = edgeIdOf(wire.from, wire.to);
  edit(doc, () => {
    for (const other of replacing) edgesOf(doc).delete(other);
    edgesOf(doc).set(id, { from: formatEnd(wire.from), to: formatEnd(wire.to) });
  });
  return id;
}

export function removeEdges(doc: Y.Doc, ids: Iterable<string>): void {
  edit(doc, () => {
    for (const id of ids) edgesOf(doc).delete(id);
  });
}

/** Where nodes were dropped. While they are dragged nothing is written. */
export function moveNodes(doc: Y.Doc, positions: Readonly<Record<string, Position>>): void {
  edit(doc, () => {
    for (const [id, { x, y }] of Object.entries(positions))
      nodesOf(doc)
        .get(id)
        ?.set('position', { x: Math.round(x), y: Math.round(y) });
  });
}

/**
 * `undefined` takes the param back to its default. A text that people share is edited in place and never taken away:
 * `undefined` empties it, so pass its default instead.
 */
export function setParam(doc: Y.Doc, id: string, param: string, value: Json | undefined): void {
  edit(doc, () => {
    const params = liveParams(doc, id);
    if (params === null) return;
    const held = params.get(param);
    if (held instanceof Y.Text) {
      const text = typeof value === 'string' ? value : '';
      if (held.toJSON() === text) return;
      held.delete(0, held.length);
      held.insert(0, text);
    } else if (value === undefined) params.delete(param);
    else params.set(param, value);
  });
}

function liveParams(doc: Y.Doc, id: string): Y.Map<unknown> | null {
  const node = nodesOf(doc).get(id);
  if (node === undefined) return null;
  const params = paramsOf(node);
  if (params !== null) return params;
  const made = new Y.Map<unknown>();
  node.set('params', made);
  return made;
}

/** A title or note of a node; `undefined` or an empty string removes it. */
export function setNodeField(
  doc: Y.Doc,
  id: string,
  field: 'title' | 'note',
  value: string | undefined,
): void {
  edit(doc, () => {
    const node = nodesOf(doc).get(id);
    if (value === undefined || value === '') node?.delete(field);
    else node?.set(field, value);
  });
}

/** Takes a node to another version of its type, with the params that version wants. */
export function upgradeNode(
  doc: Y.Doc,
  id: string,
  version: number,
  params: Readonly<Record<string, Json>>,
): void {
  edit(doc, () => {
    const node = nodesOf(doc).get(id);
    const held = liveParams(doc, id);
    if (node === undefined || held === null) return;
    node.set('version', version);
    for (const name of held.keys()) if (!(name in params)) held.delete(name);
    for (const [name, value] of Object.entries(params))
      if (!(held.get(name) instanceof Y.Text)) held.set(name, value);
  });
}

export function setMeta(doc: Y.Doc, field: 'title' | 'description' | 'seed', value: string | number): void {
  edit(doc, () => void metaOf(doc).set(field, value));
}

export function groupNodes(doc: Y.Doc, group: { id: string; title: string }, ids: Iterable<string>): void {
  edit(doc, () => {
    groupsOf(doc).set(group.id, { title: group.title });
    for (const id of ids) nodesOf(doc).get(id)?.set('group', group.id);
    dropEmptyGroups(doc);
  });
}

export function ungroup(doc: Y.Doc, groupId: string): void {
  edit(doc, () => {
    for (const node of nodesOf(doc).values()) if (node.get('group') === groupId) node.delete('group');
    groupsOf(doc).delete(groupId);
  });
}

export function renameGroup(doc: Y.Doc, groupId: string, title: string): void {
  edit(doc, () => {
    if (groupsOf(doc).has(groupId)) groupsOf(doc).set(groupId, { title });
  });
}

function dropEmptyGroups(doc: Y.Doc): void {
  const used = new Set([...nodesOf(doc).values()].map((node) => node.get('group')));
  for (const id of groupsOf(doc).keys()) if (!used.has(id)) groupsOf(doc).delete(id);
}

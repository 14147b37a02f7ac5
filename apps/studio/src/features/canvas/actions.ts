import type { NodeId, NodeSpec } from '@weft/engine/graph';
import {
  addNode,
  connect,
  groupNodes,
  insertGraph,
  newNodeId,
  part,
  removeEdges,
  removeNodes,
  renamed,
  sharedTexts,
  ungroup,
  type Position,
} from '@weft/engine/live';
import {
  fittingPort,
  portKey,
  select,
  selection,
  specOf,
  textParams,
  verdicts,
  type Live,
  type PortRef,
  type Selection,
} from '../../document/index.ts';

/**
 * What people do on the canvas, each one step of undo. All take what is selected when they are called; nothing selected,
 * nothing done.
 */
type Doc = Pick<Live, 'doc' | 'undo' | 'store'>;

const chosen = (): Selection => selection.getState();

function oneStep<T>({ undo }: Doc, edit: () => T): T {
  undo.stopCapturing();
  const result = edit();
  undo.stopCapturing();
  return result;
}

export interface NewNode {
  readonly spec: NodeSpec;
  readonly at: Position;
  readonly params?: Readonly<Record<string, string>>;
  /** Wired to it, when one of the new node's ports fits. */
  readonly wire?: PortRef | null;
}

/** A node of the newest version of its type; it is selected afterwards. */
export function createNode(live: Doc, { spec, at, params = {}, wire = null }: NewNode): NodeId {
  const id = newNodeId(spec.type);
  oneStep(live, () => {
    const node = {
      type: spec.type,
      version: spec.version,
      params,
      position: { x: Math.round(at.x), y: Math.round(at.y) },
    };
    addNode(live.doc, id, node, sharedTexts(spec));
    if (wire !== null) wireUp(live, id, { spec, wire });
  });
  select([id]);
  return id;
}

function wireUp({ doc, store }: Doc, id: NodeId, { spec, wire }: { spec: NodeSpec; wire: PortRef }): void {
  const { document } = store.reading();
  const answers = verdicts({ nodes: document.nodes, edges: store.edges(), specOf }, wire);
  const from = document.nodes[wire.node];
  const ports = from === undefined ? null : specOf(from);
  const type = (wire.side === 'out' ? ports?.outputs : ports?.inputs)?.[wire.port]?.type;
  const port = type === undefined ? null : fittingPort(spec, { type, side: wire.side });
  if (port === null) return;
  const other = { node: id, port, side: wire.side === 'out' ? 'in' : 'out' } as const;
  const verdict = answers.get(portKey(other));
  if (verdict?.ok !== true) return;
  const [source, target] = wire.side === 'out' ? [wire, other] : [other, wire];
  connect(doc, { from: end(source), to: end(target) }, verdict.replaces);
}

const end = ({ node, port }: PortRef) => ({ node, port });

export function removeChosen(live: Doc): void {
  const { nodes, edges } = chosen();
  if (nodes.size + edges.size === 0) return;
  oneStep(live, () => {
    removeEdges(live.doc, edges);
    removeNodes(live.doc, nodes);
  });
  select([]);
}

/** Copies beside the originals, with the wires among them. */
export function duplicateChosen(live: Doc): void {
  const { document } = live.store.reading();
  paste(live, renamed(part(document, chosen().nodes), { x: 40, y: 40 }));
}

/** Puts nodes into the document and selects them. */
export function paste(live: Doc, graph: ReturnType<typeof renamed>): number {
  const ids = Object.keys(graph.nodes);
  if (ids.length === 0) return 0;
  oneStep(live, () => insertGraph(live.doc, graph, textParams));
  select(ids);
  return ids.length;
}

export function groupChosen(live: Doc, title: string): void {
  const { nodes } = chosen();
  if (nodes.size === 0) return;
  oneStep(live, () => groupNodes(live.doc, { id: newNodeId('group'), title }, nodes));
}

/** Dissolves every group that a selected node is in. */
export function ungroupChosen(live: Doc): void {
  const groups = new Set([...chosen().nodes].map((id) => live.store.node(id)?.group));
  oneStep(live, () => {
    for (const group of groups) if (group !== undefined) ungroup(live.doc, group);
  });
}

export const selectAll = ({ store }: Doc): void => select(store.nodeIds());

/** Selects what the selected nodes depend on, or what depends on them. */
export function selectAlong({ store }: Doc, way: 'up' | 'down'): void {
  const found = new Set(chosen().nodes);
  for (const node of found)
    for (const [, { from, to }] of store.wiresOf(node)) {
      const [here, there] = way === 'up' ? [to, from] : [from, to];
      if (here.node === node) found.add(there.node);
    }
  select(found);
}

/** The port where a new neighbour of the selected node would be wired: its first output. */
export function growthPort({ store }: Doc): PortRef | null {
  const [id, ...more] = chosen().nodes;
  const node = id === undefined || more.length > 0 ? null : store.node(id);
  const port = Object.keys((node === null ? null : specOf(node))?.outputs ?? {})[0];
  return port === undefined ? null : ({ node: id, port, side: 'out' } as PortRef);
}

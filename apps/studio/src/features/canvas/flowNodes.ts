import type { DocumentEdge, DocumentNode, NodeSpec, Stage } from '@weft/engine/graph';
import type { Node } from '@xyflow/react';
import { own, type Point, type Wire } from '../../document/index.ts';
import { CELL_HEIGHT, CELL_WIDTH, handlesOf, leastHeight, portsOf } from './geometry.ts';

/** What React Flow holds of a node: where it is and how large. What it says is read by the cell itself. */
export type CellNode = Node<{ readonly stage: Stage | null; readonly ports: string }, 'cell'>;

export interface FlowSource {
  readonly ids: readonly string[];
  readonly node: (id: string) => DocumentNode | null;
  readonly wiresOf: (id: string) => readonly Wire[];
  readonly specOf: (node: DocumentNode) => NodeSpec | null;
  readonly selected: ReadonlySet<string>;
  /** Where nodes are while somebody here or elsewhere drags them. */
  readonly moved: Readonly<Record<string, Point>>;
  /** Dragged by this person. */
  readonly held: ReadonlySet<string>;
  /** For nodes whose document says no position. */
  readonly fallback: (id: string) => Point;
}

/**
 * The document as React Flow's nodes. A node that did not change stays the same object, with what React Flow measured of
 * it; when none did, the list is the same list.
 */
export function reconcile(previous: readonly CellNode[], source: FlowSource): CellNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  let changed = previous.length !== source.ids.length;
  const nodes = source.ids.map((id, at) => {
    const next = reconcileOne(before.get(id), id, source);
    changed ||= previous[at] !== next;
    return next;
  });
  return changed ? nodes : (previous as CellNode[]);
}

function reconcileOne(before: CellNode | undefined, id: string, source: FlowSource): CellNode {
  const node = source.node(id)!;
  const spec = source.specOf(node);
  const ports = portsOf(id, spec, source.wiresOf(id));
  const names = ports.map(({ side, name }) => `${side}.${name}`).join(' ');
  const position = own(source.moved, id) ?? node.position ?? source.fallback(id);
  const selected = source.selected.has(id);
  const dragging = source.held.has(id);
  if (
    before !== undefined &&
    before.position.x === position.x &&
    before.position.y === position.y &&
    before.selected === selected &&
    before.dragging === dragging &&
    before.data.stage === (spec?.stage ?? null) &&
    before.data.ports === names
  )
    return before;
  const samePorts = before?.data.ports === names && before.data.stage === (spec?.stage ?? null);
  return {
    ...before,
    id,
    type: 'cell',
    position: { x: position.x, y: position.y },
    selected,
    dragging,
    data: samePorts ? before.data : { stage: spec?.stage ?? null, ports: names },
    handles: samePorts ? before.handles : handlesOf(ports),
    measured: before?.measured ?? { width: CELL_WIDTH, height: Math.max(CELL_HEIGHT, leastHeight(ports)) },
  };
}

/**
 * Places for nodes that have none (a document written by hand): a column per depth along the wires. Nothing is written;
 * the first drag, or the layout command, gives them places of their own.
 */
export function fallbackPlaces(
  ids: readonly string[],
  edges: Iterable<Pick<DocumentEdge, 'from' | 'to'>>,
): Readonly<Record<string, Point>> {
  const depth = new Map(ids.map((id) => [id, 0]));
  const links = [...edges];
  // A chain needs as many rounds as it is long; a cycle would need endless ones.
  for (let round = 0, moved = true; moved && round < Math.min(ids.length, 200); round++) {
    moved = false;
    for (const { from, to } of links) {
      const wanted = (depth.get(from.node) ?? 0) + 1;
      if ((depth.get(to.node) ?? Infinity) >= wanted || wanted > ids.length) continue;
      depth.set(to.node, wanted);
      moved = true;
    }
  }
  const rows = new Map<number, number>();
  return Object.fromEntries(
    ids.map((id) => {
      const column = depth.get(id)!;
      const row = rows.get(column) ?? 0;
      rows.set(column, row + 1);
      return [id, { x: column * (CELL_WIDTH + 112), y: row * (CELL_HEIGHT + 72) }];
    }),
  );
}

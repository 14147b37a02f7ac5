import { topologicalOrder, type DocumentEdge, type DocumentNode } from '@weft/engine/graph';

export interface NotebookOrder {
  /** Every node once: whatever a cell needs stands above it. */
  readonly ids: readonly string[];
  /** Those on or below a circle of wires: they have no such order, and stand last. */
  readonly circular: ReadonlySet<string>;
}

/**
 * The document as a column. Among nodes that could go next, the one further left on the canvas goes first, then the higher
 * one: the order in which people read what they drew.
 */
export function notebookOrder(
  nodes: Readonly<Record<string, Pick<DocumentNode, 'position'>>>,
  edges: Iterable<DocumentEdge>,
): NotebookOrder {
  const ids = Object.keys(nodes).toSorted((a, b) => place(nodes[a]!, nodes[b]!) || (a < b ? -1 : 1));
  const index = new Map(ids.map((id, at) => [id, at]));
  const children: number[][] = ids.map(() => []);
  for (const { from, to } of edges) {
    const [parent, child] = [index.get(from.node), index.get(to.node)];
    if (parent !== undefined && child !== undefined) children[parent]!.push(child);
  }
  const order = topologicalOrder(children).order.map((at) => ids[at]!);
  const placed = new Set(order);
  const rest = ids.filter((id) => !placed.has(id));
  return { ids: [...order, ...rest], circular: new Set(rest) };
}

function place(a: Pick<DocumentNode, 'position'>, b: Pick<DocumentNode, 'position'>): number {
  const [p, q] = [a.position ?? { x: 0, y: 0 }, b.position ?? { x: 0, y: 0 }];
  return p.x - q.x || p.y - q.y;
}

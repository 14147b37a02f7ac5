import type { DocumentEdge, DocumentNode } from '@weft/engine/graph';

/** Going from node to node by keyboard: right and left along wires, up and down among neighbours. Pure. */
export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Walkable {
  readonly nodes: Readonly<Record<string, Pick<DocumentNode, 'position'>>>;
  readonly edges: Iterable<Pick<DocumentEdge, 'from' | 'to'>>;
}

/** The node to go to, or null at an end. Without a node to come from: the first in reading order. */
export function step(graph: Walkable, from: string | null, direction: Direction): string | null {
  if (from === null || !(from in graph.nodes)) return readingOrder(graph)[0] ?? null;
  const edges = [...graph.edges];
  if (direction === 'left' || direction === 'right') {
    const wired = edges.flatMap((edge) => {
      const [here, there] = direction === 'right' ? [edge.from, edge.to] : [edge.to, edge.from];
      return here.node === from && there.node in graph.nodes ? [there.node as string] : [];
    });
    if (wired.length > 0) return wired.toSorted((a, b) => place(graph, a).y - place(graph, b).y)[0]!;
  }
  return towards(graph, from, direction);
}

/** Columns from left to right, each from top to bottom: how a pipeline is read. */
export function readingOrder({ nodes }: Walkable): string[] {
  const column = (id: string): number => Math.round((nodes[id]!.position?.x ?? 0) / 160);
  return Object.keys(nodes).toSorted(
    (a, b) =>
      column(a) - column(b) ||
      (nodes[a]!.position?.y ?? 0) - (nodes[b]!.position?.y ?? 0) ||
      (a < b ? -1 : 1),
  );
}

/** The next in reading order, or null behind the last one, where Tab leaves the canvas. */
export function next(graph: Walkable, from: string | null, backwards = false): string | null {
  const order = readingOrder(graph);
  if (backwards) order.reverse();
  return order[from === null ? 0 : order.indexOf(from) + 1] ?? null;
}

const place = ({ nodes }: Walkable, id: string): { x: number; y: number } =>
  nodes[id]?.position ?? { x: 0, y: 0 };

/** The nearest node that way; sideways distance counts double, so that one goes straight on where one can. */
function towards(graph: Walkable, from: string, direction: Direction): string | null {
  const here = place(graph, from);
  let best: string | null = null;
  let least = Infinity;
  for (const id of Object.keys(graph.nodes)) {
    const there = place(graph, id);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (id === from || ahead <= 0 || ahead + 2 * aside >= least) continue;
    [best, least] = [id, ahead + 2 * aside];
  }
  return best;
}

/** Walks over a graph given as adjacency lists of indices. No recursion: a chain of 10,000 nodes must not overflow. */

export interface Ordering {
  /** Every index once, parents before children; ties in ascending index, so the order is the same everywhere. */
  readonly order: readonly number[];
  /** Members of one cycle, in order, when there is one; then `order` lacks everything on or below cycles. */
  readonly cycle: readonly number[] | null;
}

export function topologicalOrder(children: readonly (readonly number[])[]): Ordering {
  const waiting = new Int32Array(children.length);
  for (const list of children) for (const child of list) waiting[child]! += 1;
  const order: number[] = [];
  let frontier = [...waiting.keys()].filter((i) => waiting[i] === 0);
  while (frontier.length > 0) {
    const next: number[] = [];
    for (const i of frontier) {
      order.push(i);
      for (const child of children[i]!) {
        waiting[child]! -= 1;
        if (waiting[child] === 0) next.push(child);
      }
    }
    frontier = next.sort((a, b) => a - b);
  }
  return { order, cycle: order.length === children.length ? null : findCycle(children, waiting) };
}

/** Every unplaced node has an unplaced parent, so walking parents from any of them must come back to a node seen. */
function findCycle(children: readonly (readonly number[])[], waiting: Int32Array): number[] {
  const parent = new Map<number, number>();
  for (const [i, list] of children.entries())
    if (waiting[i]! > 0)
      for (const child of list) if (waiting[child]! > 0 && !parent.has(child)) parent.set(child, i);
  const path: number[] = [];
  const seen = new Map<number, number>();
  let at = waiting.findIndex((n) => n > 0);
  while (!seen.has(at)) {
    seen.set(at, path.length);
    path.push(at);
    at = parent.get(at)!;
  }
  const cycle = path.slice(seen.get(at)).reverse();
  // From its smallest member on, so that the same cycle is always told the same way.
  const first = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

/** `from` and everything reachable from it. */
export function closure(from: Iterable<number>, next: (i: number) => readonly number[]): Set<number> {
  const found = new Set(from);
  // A Set iterates over what is added while iterating: this loop is the whole breadth-first search.
  for (const i of found) for (const n of next(i)) found.add(n);
  return found;
}

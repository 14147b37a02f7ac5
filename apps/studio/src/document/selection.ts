import { createStore } from 'zustand/vanilla';

/** What this person has selected. Local: others only see the outline, through presence. */
export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

/** One document is on screen at a time, so one selection; `DocumentProvider` empties it. */
export const selection = createStore<Selection>(() => NOTHING);

export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  const next = { nodes: new Set(nodes), edges: new Set(edges) };
  const now = selection.getState();
  if (!equal(now.nodes, next.nodes) || !equal(now.edges, next.edges)) selection.setState(next, true);
}

const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item));

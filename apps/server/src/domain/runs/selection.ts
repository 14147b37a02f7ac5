import type { Selection } from '@weft/engine/compile';
import { closure, type GraphDocument } from '@weft/engine/graph';

/** What to run, as the studio asks: ids of nodes. Empty lists are the same as none. */
export interface RunSelection {
  /** These nodes and what they need, nothing else. */
  readonly to?: readonly string[];
  /** These nodes, whatever lies below them, and what all of it needs. */
  readonly from?: readonly string[];
  /** These nodes and everything below them execute again, even where results exist. */
  readonly force?: readonly string[];
}

/** In the engine's words, where `from` has always meant "execute again from here on", as on the command line. */
export const toSelection = ({ to, from, force }: RunSelection): Selection => ({
  only: to,
  below: from,
  from: force,
});

/**
 * The part of a document that a selection needs, and the ids in it. A canvas is half built most of the time: what is wrong
 * elsewhere must not keep somebody from running what is right. Ids include ends of wires whose node could not be read.
 */
export function neededPart(
  document: GraphDocument,
  { to = [], from = [] }: RunSelection,
): { readonly document: GraphDocument; readonly ids: ReadonlySet<string> | null } {
  // Without a selection, or with ids that do not exist (which the engine then says), everything is looked at.
  const asked = [...to, ...from];
  if (asked.length === 0 || asked.some((id) => !(id in document.nodes))) return { document, ids: null };
  const wires = Object.values(document.edges);
  const names = [
    ...new Set([...Object.keys(document.nodes), ...wires.flatMap((w) => [w.from.node, w.to.node])]),
  ];
  const place = new Map<string, number>(names.map((name, i) => [name, i]));
  const parents: number[][] = names.map(() => []);
  const children: number[][] = names.map(() => []);
  for (const wire of wires) {
    const [a, b] = [place.get(wire.from.node)!, place.get(wire.to.node)!];
    children[a]!.push(b);
    parents[b]!.push(a);
  }
  const at = (ids: readonly string[]) => ids.map((id) => place.get(id)!);
  const upTo = to.length === 0 ? null : closure(at(to), (i) => parents[i]!);
  const below = from.length === 0 ? null : closure(at(from), (i) => children[i]!);
  const ends = below === null ? upTo! : new Set([...below].filter((i) => upTo === null || upTo.has(i)));
  const ids = new Set([...closure(ends, (i) => parents[i]!)].map((i) => names[i]!));
  const inside = <T>(entries: Record<string, T>, keep: (id: string, value: T) => boolean) =>
    Object.fromEntries(Object.entries(entries).filter(([id, value]) => keep(id, value)));
  return {
    ids,
    document: {
      ...document,
      nodes: inside(document.nodes, (id) => ids.has(id)),
      edges: inside(document.edges, (_, { from: a, to: b }) => ids.has(a.node) && ids.has(b.node)),
    },
  };
}

import {
  refusal,
  type DocumentEdge,
  type DocumentNode,
  type EdgeId,
  type End,
  type NodeSpec,
  type PortType,
} from '@weft/engine/graph';

/**
 * What may be wired to what. Pure, and asked once when a wire is begun: the answers for all ports are then looked up
 * while the pointer moves.
 */
export type Side = 'in' | 'out';

/** A port of the document: `node.port`, on one side of the cell. */
export interface PortRef extends End {
  readonly side: Side;
}

export type Verdict =
  { readonly ok: true; readonly replaces: readonly EdgeId[] } | { readonly ok: false; readonly why: WhyNot };

export type WhyNot =
  | { readonly kind: 'same-node' | 'same-side' | 'cycle' | 'wired' | 'unknown' }
  | { readonly kind: 'type'; readonly from: PortType; readonly to: PortType };

export interface Wiring {
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly edges: Iterable<readonly [EdgeId, DocumentEdge]>;
  readonly specOf: (node: DocumentNode) => NodeSpec | null;
}

export const portKey = ({ node, port, side }: PortRef): string => `${node}.${side}.${port}`;

export function portType({ nodes, specOf }: Wiring, { node, port, side }: PortRef): PortType | null {
  const found = nodes[node];
  const spec = found === undefined ? null : specOf(found);
  return (side === 'in' ? spec?.inputs : spec?.outputs)?.[port]?.type ?? null;
}

/** The answer for every port of the document, seen from the port where the wire begins. Key: `portKey`. */
export function verdicts(wiring: Wiring, from: PortRef): ReadonlyMap<string, Verdict> {
  const edges = [...wiring.edges];
  const circular = reachable(edges, from);
  const answers = new Map<string, Verdict>();
  for (const [node, found] of Object.entries(wiring.nodes)) {
    const spec = wiring.specOf(found);
    for (const [side, ports] of [
      ['in', spec?.inputs],
      ['out', spec?.outputs],
    ] as const)
      for (const port of Object.keys(ports ?? {})) {
        const to = { node, port, side } as PortRef;
        answers.set(portKey(to), verdict({ wiring, edges, from, to, circular: circular.has(node) }));
      }
  }
  return answers;
}

interface Asked {
  readonly wiring: Wiring;
  readonly edges: readonly (readonly [EdgeId, DocumentEdge])[];
  readonly from: PortRef;
  readonly to: PortRef;
  readonly circular: boolean;
}

function verdict({ wiring, edges, from, to, circular }: Asked): Verdict {
  const no = (why: WhyNot): Verdict => ({ ok: false, why });
  if (from.side === to.side) return no({ kind: 'same-side' });
  if (from.node === to.node) return no({ kind: 'same-node' });
  const [source, target] = from.side === 'out' ? [from, to] : [to, from];
  const [given, wanted] = [portType(wiring, source), portType(wiring, target)];
  if (given === null || wanted === null) return no({ kind: 'unknown' });
  if (refusal(given, wanted) !== null) return no({ kind: 'type', from: given, to: wanted });
  if (circular) return no({ kind: 'cycle' });
  const there = edges.filter(([, edge]) => edge.to.node === target.node && edge.to.port === target.port);
  if (there.some(([, edge]) => edge.from.node === source.node && edge.from.port === source.port))
    return no({ kind: 'wired' });
  return { ok: true, replaces: takesMany(wiring, target) ? [] : there.map(([id]) => id) };
}

const takesMany = ({ nodes, specOf }: Wiring, { node, port }: End): boolean =>
  specOf(nodes[node]!)?.inputs[port]?.many ?? false;

/** Nodes that a wire from here must not reach: those this one already depends on, or those that depend on it. */
function reachable(edges: readonly (readonly [EdgeId, DocumentEdge])[], from: PortRef): Set<string> {
  const next = new Map<string, string[]>();
  for (const [, edge] of edges) {
    const [at, to] = from.side === 'out' ? [edge.to.node, edge.from.node] : [edge.from.node, edge.to.node];
    next.set(at, [...(next.get(at) ?? []), to]);
  }
  const found = new Set<string>([from.node]);
  for (const node of found) for (const other of next.get(node) ?? []) found.add(other);
  found.delete(from.node);
  return found;
}

/** The port of a node type that could take a wire from (or feed) this one; required inputs first. Null: none. */
export function fittingPort(spec: NodeSpec, { type, side }: { type: PortType; side: Side }): string | null {
  const ports = Object.entries(side === 'out' ? spec.inputs : spec.outputs).filter(
    ([, port]) => (side === 'out' ? refusal(type, port.type) : refusal(port.type, type)) === null,
  );
  const [first] = ports.toSorted(([, a], [, b]) => Number(a.optional ?? false) - Number(b.optional ?? false));
  return first?.[0] ?? null;
}

type Edges = readonly (readonly [EdgeId, DocumentEdge])[];

/** Edges on a circle, or between two: drawn with a warning, since nothing of it can run. Linear in their number. */
export function circularEdges(edges: Iterable<readonly [EdgeId, DocumentEdge]>): ReadonlySet<EdgeId> {
  const left = behindCircles(behindCircles([...edges], 'from', 'to'), 'to', 'from');
  return new Set(left.map(([id]) => id));
}

/** Takes away, again and again, the edges of nodes that nothing leads to, going from `before` to `after`. */
function behindCircles(edges: Edges, before: 'from' | 'to', after: 'from' | 'to'): Edges {
  const leadingTo = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const [, edge] of edges) {
    const [here, there] = [edge[before].node, edge[after].node];
    leadingTo.set(there, (leadingTo.get(there) ?? 0) + 1);
    const others = next.get(here);
    if (others === undefined) next.set(here, [there]);
    else others.push(there);
  }
  // Grows while it is walked.
  const gone = new Set([...next.keys()].filter((node) => !leadingTo.has(node)));
  for (const node of gone)
    for (const other of next.get(node) ?? []) {
      const left = leadingTo.get(other)! - 1;
      leadingTo.set(other, left);
      if (left === 0) gone.add(other);
    }
  return edges.filter(([, edge]) => !gone.has(edge[before].node));
}

import {
  limitsOf,
  refusal,
  resourcesOf,
  topologicalOrder,
  type Diagnostic,
  type EdgeId,
  type GraphDocument,
  type NodeId,
  type NodeSpec,
  type SpecRegistry,
} from '../graph/index.ts';
import { checkNode, type CheckedNode } from './checkNode.ts';
import { PLAN_VERSION, type Plan, type PlanStep, type Source } from './plan.ts';
import { nodeTroubles, wireTroubles } from './troubles.ts';

export type Compiled =
  | { readonly plan: Plan; readonly diagnostics: readonly [] }
  | { readonly plan: null; readonly diagnostics: readonly Diagnostic[] };

/** Document + specs → plan, or everything that is wrong with it. Pure, synchronous, linear in nodes and edges. */
export function compile(document: GraphDocument, specs: SpecRegistry): Compiled {
  const diagnostics: Diagnostic[] = [];
  // Sorted by id: equal documents give equal plans whatever order their keys were written in.
  const ids = (Object.keys(document.nodes) as NodeId[]).sort();
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const nodes = ids.map((id): CheckedNode | null => {
    const checked = checkNode(id, document.nodes[id]!, specs);
    if (!Array.isArray(checked)) return checked;
    diagnostics.push(...checked);
    return null;
  });
  if (ids.length === 0) diagnostics.push(nodeTroubles.none());

  const wires = connect(document, { ids, indexOf, nodes, diagnostics });
  const children: number[][] = ids.map(() => []);
  for (const [to, ports] of wires.entries())
    for (const parent of parentsOf(ports)) children[parent]!.push(to);
  const { order, cycle } = topologicalOrder(children);
  if (cycle !== null) diagnostics.push(nodeTroubles.cycle(cycle.map((i) => ids[i]!)));
  if (diagnostics.length > 0) return { plan: null, diagnostics };

  const place = new Int32Array(ids.length);
  for (const [at, i] of order.entries()) place[i] = at;
  const steps = order.map((i): PlanStep => {
    const id = ids[i]!;
    const { spec, params } = nodes[i]!;
    const inputs = Object.fromEntries(
      Object.entries(wires[i]!).map(([port, sources]) => [
        port,
        sources.map((s) => ({ ...s, step: place[s.step]! })),
      ]),
    );
    return {
      nodeId: id,
      title: document.nodes[id]!.title ?? spec.title.en,
      type: spec.type,
      version: spec.version,
      shape: spec.shape,
      purity: spec.purity,
      params,
      freeParams: freeParams(spec),
      inputs,
      parents: parentsOf(inputs),
      resources: resourcesOf(spec),
      limits: limitsOf(spec),
      outside: spec.outside ?? false,
      shards:
        spec.shape === 'map' && spec.map.over !== null && !spec.map.carry && spec.map.shard !== false
          ? { over: spec.map.over, segmentRows: spec.map.segmentRows }
          : null,
    };
  });
  return {
    plan: { planVersion: PLAN_VERSION, title: document.title, seed: document.seed, steps },
    diagnostics: [],
  };
}

type Wires = Record<string, Source[]>;

interface Connecting {
  readonly ids: readonly NodeId[];
  readonly indexOf: ReadonlyMap<NodeId, number>;
  readonly nodes: readonly (CheckedNode | null)[];
  readonly diagnostics: Diagnostic[];
}

/** Per node and input port the outputs wired to it, every wire checked. */
function connect(document: GraphDocument, { ids, indexOf, nodes, diagnostics }: Connecting): Wires[] {
  const wires: Wires[] = ids.map(() => ({}));
  const seen = new Set<string>();
  for (const edge of (Object.keys(document.edges) as EdgeId[]).sort()) {
    const { from, to } = document.edges[edge]!;
    const wire = { edge, from, to };
    const source = indexOf.get(from.node);
    const target = indexOf.get(to.node);
    if (source === undefined || target === undefined) {
      diagnostics.push(wireTroubles.dangling(wire, source === undefined ? from.node : to.node));
      continue;
    }
    const given = nodes[source]?.spec;
    const taken = nodes[target]?.spec;
    if (given === undefined || taken === undefined) continue;
    const output = given.outputs[from.port];
    const input = taken.inputs[to.port];
    if (output === undefined || input === undefined) {
      const [side, { type, inputs, outputs }] =
        output === undefined ? (['output', given] as const) : (['input', taken] as const);
      const [port, known] = side === 'output' ? [from.port, outputs] : [to.port, inputs];
      diagnostics.push(wireTroubles.unknownPort(wire, { side, type, port, known: Object.keys(known) }));
      continue;
    }
    const why = refusal(output.type, input.type);
    if (why !== null) {
      diagnostics.push(wireTroubles.wrongType(wire, why));
      continue;
    }
    const label = `${source}.${from.port}>${target}.${to.port}`;
    if (seen.has(label)) {
      diagnostics.push(wireTroubles.duplicate(wire));
      continue;
    }
    seen.add(label);
    const list = (wires[target]![to.port] ??= []);
    if (list.length > 0 && !input.many) {
      diagnostics.push(wireTroubles.taken(wire));
      continue;
    }
    list.push({ step: source, port: from.port });
  }
  for (const [i, node] of nodes.entries()) {
    for (const [port, { optional, type }] of Object.entries(node?.spec.inputs ?? {})) {
      if (optional || wires[i]![port] !== undefined) continue;
      diagnostics.push(
        nodeTroubles.missingInput({ node: ids[i]!, type: node!.spec.type, port, kind: type.kind }),
      );
    }
  }
  return wires;
}

function parentsOf(inputs: Readonly<Record<string, readonly Source[]>>): number[] {
  const parents = new Set<number>();
  for (const port in inputs) for (const source of inputs[port]!) parents.add(source.step);
  return [...parents].sort((a, b) => a - b);
}

const freeNames = new WeakMap<NodeSpec, readonly string[]>();
function freeParams(spec: NodeSpec): readonly string[] {
  let names = freeNames.get(spec);
  if (names === undefined) {
    names = Object.entries(spec.params.shape)
      .filter(
        ([, schema]) => (schema as { meta?: () => { key?: unknown } | undefined }).meta?.()?.key === false,
      )
      .map(([name]) => name);
    freeNames.set(spec, names);
  }
  return names;
}

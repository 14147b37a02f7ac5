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
  if (ids.length === 0)
    diagnostics.push({
      code: 'document.empty',
      message: 'The document has no nodes.',
      help: 'Add a node, or start from a template: `weft templates`.',
    });

  const wires = connect(document, { ids, indexOf, nodes, diagnostics });
  const children: number[][] = ids.map(() => []);
  for (const [to, ports] of wires.entries())
    for (const parent of parentsOf(ports)) children[parent]!.push(to);
  const { order, cycle } = topologicalOrder(children);
  if (cycle !== null)
    diagnostics.push({
      code: 'graph.cycle',
      message: `These nodes wait for each other: ${[...cycle, cycle[0]!].map((i) => ids[i]).join(' → ')}.`,
      help: 'Remove one of the wires between them.',
      node: ids[cycle[0]!],
    });
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
    const say = (code: Diagnostic['code'], message: string, help: string) =>
      void diagnostics.push({
        code,
        message: `Wire "${edge}": ${message}`,
        help,
        edge,
        node: to.node,
        field: to.port,
      });
    const source = indexOf.get(from.node);
    const target = indexOf.get(to.node);
    if (source === undefined || target === undefined) {
      say(
        'edge.dangling',
        `there is no node "${source === undefined ? from.node : to.node}".`,
        'Remove the wire or add the node.',
      );
      continue;
    }
    const given = nodes[source]?.spec;
    const taken = nodes[target]?.spec;
    if (given === undefined || taken === undefined) continue;
    const output = given.outputs[from.port];
    const input = taken.inputs[to.port];
    if (output === undefined || input === undefined) {
      const [spec, port, ports, side] =
        output === undefined
          ? [given, from.port, given.outputs, 'output']
          : [taken, to.port, taken.inputs, 'input'];
      say(
        'edge.unknown_port',
        `${spec.type} has no ${side} "${port}".`,
        `Its ${side}s are ${Object.keys(ports).join(', ') || 'none'}.`,
      );
      continue;
    }
    const why = refusal(output.type, input.type);
    if (why !== null) {
      say(
        'edge.wrong_type',
        `${from.node}.${from.port} cannot feed ${to.node}.${to.port}: ${why}.`,
        'Wire another output, or put a node between them.',
      );
      continue;
    }
    const label = `${source}.${from.port}>${target}.${to.port}`;
    if (seen.has(label)) {
      say(
        'edge.duplicate',
        `${from.node}.${from.port} is wired to ${to.node}.${to.port} twice.`,
        'Remove one of the two wires.',
      );
      continue;
    }
    seen.add(label);
    const list = (wires[target]![to.port] ??= []);
    if (list.length > 0 && !input.many) {
      say(
        'input.taken',
        `${to.node}.${to.port} takes one wire and has one already.`,
        'Remove one of the two wires.',
      );
      continue;
    }
    list.push({ step: source, port: from.port });
  }
  for (const [i, node] of nodes.entries()) {
    for (const [port, { optional }] of Object.entries(node?.spec.inputs ?? {})) {
      if (optional || wires[i]![port] !== undefined) continue;
      diagnostics.push({
        code: 'input.missing',
        message: `Node "${ids[i]}" (${node!.spec.type}) needs something wired to its input "${port}".`,
        help: `Wire ${withArticle(node!.spec.inputs[port]!.type.kind)} to it.`,
        node: ids[i],
        field: port,
      });
    }
  }
  return wires;
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

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

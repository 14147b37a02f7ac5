/**
 * From a graph to a model file: only what the outputs need, under the names that callers know.
 *
 * The same graph is emitted more than once: with parameters as inputs for training (they go round as state), with
 * their values as initializers for inference. Tensors listed in `asInputs` cut the graph: the model takes their value
 * instead of computing it, which is how the trainer keeps large embedding tables outside (see `sparse/`).
 */
import { OnnxError } from '../errors.ts';
import type { HostTensor } from '../hostTensor.ts';
import type { ModelProto, NodeProto, ValueProto } from '../proto/modelProto.ts';
import type { Graph, GraphNode, Tensor } from './graph.ts';

export interface EmitOptions {
  readonly graph: Graph;
  /** Output name → tensor. Names may not clash with those of inputs. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Values to store in the file, by parameter name. Parameters not named here become inputs. */
  readonly values?: ReadonlyMap<string, HostTensor>;
  /** Computed tensors to be taken as inputs, under the names given. */
  readonly asInputs?: ReadonlyMap<Tensor, string>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly graphName?: string;
}

export function emitModel(options: EmitOptions): ModelProto {
  const {
    graph,
    outputs,
    values = new Map<string, HostTensor>(),
    asInputs = new Map<Tensor, string>(),
  } = options;
  const names = new Map<Tensor, string>(asInputs);
  const aliases: NodeProto[] = [];
  for (const [name, tensor] of Object.entries(outputs)) {
    if (tensor.graph !== graph) throw new OnnxError('graph', `output '${name}' belongs to another graph`);
    if (tensor.source.kind === 'node' && !names.has(tensor)) names.set(tensor, name);
    else
      aliases.push({
        opType: 'Identity',
        inputs: [names.get(tensor) ?? tensor.name],
        outputs: [name],
        attributes: {},
      });
  }
  const nameOf = (tensor: Tensor): string => names.get(tensor) ?? tensor.name;

  const needed = collect(Object.values(outputs), asInputs);
  const used = new Set(needed.nodes.flatMap((node) => node.inputs).concat(Object.values(outputs)));
  const inputs: ValueProto[] = [];
  const initializers = new Map<string, HostTensor>();
  for (const tensor of needed.leaves) {
    const value = tensor.source.kind === 'constant' ? tensor.source.value : values.get(tensor.name);
    if (value) initializers.set(nameOf(tensor), value);
    else inputs.push({ name: nameOf(tensor), dtype: tensor.dtype, shape: tensor.shape });
  }
  const taken = new Set([...inputs.map(({ name }) => name), ...initializers.keys()]);
  const clash = Object.keys(outputs).find((name) => taken.has(name));
  if (clash !== undefined)
    throw new OnnxError(
      'graph',
      `the output name '${clash}' is already the name of an input; choose another`,
    );

  return {
    graphName: options.graphName ?? 'weft',
    inputs,
    outputs: Object.entries(outputs).map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    initializers,
    nodes: [...needed.nodes.map((node) => toProto(node, nameOf, used)), ...aliases],
    metadata: options.metadata ?? {},
  };
}

/** Walks back from the outputs; both lists come in creation order, which is a topological order. */
function collect(
  outputs: readonly Tensor[],
  cut: ReadonlyMap<Tensor, string>,
): { nodes: GraphNode[]; leaves: Tensor[] } {
  const seen = new Set<Tensor>(outputs);
  const nodes = new Map<GraphNode, number>();
  const leaves: Tensor[] = [];
  for (const tensor of seen) {
    // A Set hands out what is added while it is walked, so this is the work list as well.
    if (tensor.source.kind !== 'node' || cut.has(tensor)) {
      leaves.push(tensor);
      continue;
    }
    nodes.set(tensor.source.node, tensor.source.node.outputs[0]?.id ?? tensor.id);
    for (const input of tensor.source.node.inputs) seen.add(input);
  }
  return {
    nodes: [...nodes].sort(([, a], [, b]) => a - b).map(([node]) => node),
    leaves: leaves.sort((a, b) => a.id - b.id),
  };
}

/** Optional outputs that nobody reads are left out: some providers offer the operator only without them. */
function toProto(node: GraphNode, nameOf: (tensor: Tensor) => string, used: ReadonlySet<Tensor>): NodeProto {
  const lastUsed = node.outputs.findLastIndex((output) => used.has(output));
  return {
    opType: node.opType,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.slice(0, lastUsed + 1).map((output) => (used.has(output) ? nameOf(output) : '')),
    attributes: node.attributes,
  };
}

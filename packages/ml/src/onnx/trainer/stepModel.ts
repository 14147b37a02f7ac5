/**
 * Writes one training step as a model: forward pass, gradients, optimizer. State goes in, updated state comes out.
 *
 *     inputs   batch inputs · <parameter> · <optimizer>.<slot>/<parameter> · <optimizer>/<scalar> · <bag>.sum
 *     outputs  loss · next/<state> · <bag>.gradient · norm · metrics
 */
import { OnnxError } from '../errors.ts';
import { emitModel } from '../graph/emit.ts';
import { grad } from '../graph/grad.ts';
import type { Graph, Tensor } from '../graph/graph.ts';
import { copyTensor, zerosFloat32 } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import { clipByGlobalNorm } from '../optim/clip.ts';
import type { Optimizer } from '../optim/optimizer.ts';
import { encodeModel } from '../proto/encodeModel.ts';
import type { EmbeddingBag } from '../sparse/embeddingBag.ts';
import { nextName } from './stateBuffers.ts';

export interface StepModelOptions {
  readonly graph: Graph;
  readonly loss: Tensor;
  readonly optimizer: Optimizer;
  readonly clipNorm?: number;
  readonly frozen: ReadonlySet<Tensor>;
  readonly metrics: Readonly<Record<string, Tensor>>;
}

export interface StepModel {
  readonly bytes: Uint8Array;
  /** Declared inputs that each batch must bring, bags aside. */
  readonly batchInputs: readonly Tensor[];
  /** Bags that the loss depends on, whose sums the trainer computes. */
  readonly bags: readonly EmbeddingBag[];
  /** First values of everything that goes round. */
  readonly initialState: ReadonlyMap<string, HostTensor & { dtype: 'float32' }>;
}

export const slotName = (optimizer: Optimizer, slot: string, parameter: string): string =>
  `${optimizer.name}.${slot}/${parameter}`;
export const scalarName = (optimizer: Optimizer, scalar: string): string => `${optimizer.name}/${scalar}`;
export const bagInput = (bag: EmbeddingBag): string => `${bag.name}.sum`;
export const bagGradient = (bag: EmbeddingBag): string => `${bag.name}.gradient`;

export function buildStepModel(options: StepModelOptions): StepModel {
  const { graph, loss, optimizer, frozen, metrics } = options;
  const tables = new Set(graph.bags.map(({ table }) => table));
  const trained = graph.parameters.filter((parameter) => !tables.has(parameter) && !frozen.has(parameter));
  const cut = new Map(graph.bags.map((bag) => [bag.output, bagInput(bag)]));
  const reachable = emitModel({ graph, outputs: { loss }, asInputs: cut }).inputs.map(({ name }) => name);
  const bags = graph.bags.filter((bag) => reachable.includes(bagInput(bag)));
  const misused = [...tables].find((table) => reachable.includes(table.name));
  if (misused)
    throw new OnnxError(
      'graph',
      `table '${misused.name}' is read by an embedding bag and by another operator; use a second parameter`,
    );

  const learned = bags.filter(({ table }) => !frozen.has(table));
  const targets = [...trained, ...learned.map(({ output }) => output)];
  if (targets.length === 0)
    throw new OnnxError('graph', 'there is nothing to train: every parameter is frozen');
  const raw = grad(loss, targets);
  const { gradients, norm } =
    options.clipNorm === undefined
      ? { gradients: raw, norm: undefined }
      : clipByGlobalNorm(raw, options.clipNorm);

  const scalars = Object.fromEntries(
    optimizer.scalarNames.map((name) => [name, graph.input(scalarName(optimizer, name), 'float32', [])]),
  );
  const initialState = new Map<string, HostTensor & { dtype: 'float32' }>();
  const outputs: Record<string, Tensor> = { loss, ...(norm ? { norm } : {}), ...metrics };
  for (const [index, parameter] of trained.entries()) {
    if (parameter.source.kind !== 'parameter') continue;
    const { initial, decay } = parameter.source.parameter;
    const slots = Object.fromEntries(
      optimizer.slots.map((slot) => [
        slot,
        graph.input(slotName(optimizer, slot, parameter.name), 'float32', parameter.shape),
      ]),
    );
    const updated = optimizer.update({
      parameter,
      gradient: gradients[index] as Tensor,
      slots,
      scalars,
      decay,
    });
    initialState.set(parameter.name, copyTensor(initial));
    outputs[nextName(parameter.name)] = updated.parameter;
    for (const slot of optimizer.slots) {
      const name = slotName(optimizer, slot, parameter.name);
      initialState.set(name, zerosFloat32(initial.shape));
      outputs[nextName(name)] = updated.slots[slot] as Tensor;
    }
  }
  for (const [index, bag] of learned.entries())
    outputs[bagGradient(bag)] = gradients[trained.length + index] as Tensor;

  const values = new Map(
    [...frozen].flatMap(({ name, source }) =>
      source.kind === 'parameter' ? [[name, source.parameter.initial] as const] : [],
    ),
  );
  const model = emitModel({ graph, outputs, values, asInputs: cut, graphName: 'step' });
  const read = new Set(model.inputs.map(({ name }) => name));
  const own = new Set([
    ...initialState.keys(),
    ...Object.keys(scalars).map((name) => scalarName(optimizer, name)),
  ]);
  return {
    bytes: encodeModel(model),
    batchInputs: graph.inputs.filter(({ name }) => read.has(name) && !own.has(name)),
    bags,
    initialState,
  };
}

import {
  emitModel,
  encodeModel,
  fromOrt,
  mul,
  openSession,
  padRows,
  softmax,
  toOrt,
  type HostTensor,
  type RuntimeOptions,
} from '../../onnx/index.ts';
import { inputsOf } from './batches.ts';
import type { Examples } from './examples.ts';
import { buildNet, type NetShape } from './net.ts';
import type { Tensors } from '../savedFile.ts';

export interface Learned {
  readonly shape: NetShape;
  readonly parameters: Tensors;
}

/** Examples per run: the graph gathers [examples, features, units] numbers, which should stay in the cache. */
const BATCH = 64;

/** model.onnx as `models/classifierFile.ts` describes it. The net that trains, without dropout and with softmax(· / T). */
export function classifierOnnx({ shape, parameters }: Learned, temperature: number): Uint8Array {
  const { graph, logits } = buildNet(shape, (name) => {
    const value = parameters.get(name);
    if (value?.dtype !== 'float32') throw new TypeError(`the parameter '${name}' is missing`);
    return value;
  });
  const outputs = { probabilities: softmax(mul(logits, 1 / temperature)), logits };
  return encodeModel(emitModel({ graph, outputs, values: parameters, graphName: 'classifier' }));
}

/** `[indices, classes]`, computed by the model that would be published now. */
export async function logitsOf(options: {
  readonly model: Learned;
  readonly examples: Examples;
  readonly indices: Uint32Array;
  readonly runtime: RuntimeOptions;
}): Promise<Float32Array> {
  const { model, examples, indices, runtime } = options;
  const session = await openSession(classifierOnnx(model, 1), runtime);
  try {
    const all = new Float32Array(indices.length * model.shape.classes);
    for (let from = 0; from < indices.length; from += BATCH) {
      const { text, vector } = inputsOf(examples, indices.subarray(from, from + BATCH));
      const feeds: Record<string, HostTensor> = {};
      if (text && 'offsets' in text) {
        const { ids, weights } = padRows(text);
        Object.assign(feeds, { 'text.ids': ids, 'text.weights': weights });
      }
      if (vector && 'dtype' in vector) feeds.vector = vector;
      const results = await session.run(
        Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)])),
      );
      all.set(fromOrt(results.logits!).data as Float32Array, from * model.shape.classes);
    }
    return all;
  } finally {
    await session.release();
  }
}

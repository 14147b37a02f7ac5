/** Checks a batch against what the graph declared, before any of it reaches the runtime. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { showShape } from '../graph/shape.ts';
import type { Shape } from '../graph/shape.ts';
import type { DType, HostTensor } from '../hostTensor.ts';
import { toOrt } from '../runtime/openSession.ts';
import type { OrtTensor } from '../runtime/openSession.ts';

/** What a model expects of one entry of a batch. */
export interface BatchInput {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  /** For ids and labels: they lie in 0 … idBound − 1. */
  readonly idBound?: number;
}

export function declared(input: Tensor): BatchInput {
  const { graph, name, dtype, shape } = input;
  return { name, dtype, shape, idBound: graph.idBound(input) };
}

/**
 * @param inputs the declared inputs that the model reads; further entries of `batch` are ignored, so that a batch with
 *   labels can be handed to a prediction.
 * @returns the feeds. Throws `batch`, naming the input and what it should be.
 */
export function bindBatch(
  inputs: readonly BatchInput[],
  batch: Readonly<Record<string, HostTensor | undefined>>,
): Record<string, OrtTensor> {
  const sizes = new Map<string, { size: number; name: string }>();
  const feeds: Record<string, OrtTensor> = {};
  for (const { name, dtype, shape, idBound } of inputs) {
    const value = batch[name];
    const expected = `${dtype} ${showShape(shape)}`;
    if (!value)
      throw new OnnxError(
        'batch',
        `the batch has no '${name}' (${expected}); it has: ${Object.keys(batch).join(', ') || 'nothing'}`,
      );
    const actual = `${value.dtype} ${showShape(value.shape)}`;
    if (value.dtype !== dtype || value.shape.length !== shape.length)
      throw new OnnxError('batch', `'${name}' should be ${expected}, but is ${actual}`);
    for (const [axis, dim] of shape.entries()) {
      const size = value.shape[axis] as number;
      if (typeof dim === 'number') {
        if (size !== dim) throw new OnnxError('batch', `'${name}' should be ${expected}, but is ${actual}`);
        continue;
      }
      const known = sizes.get(dim);
      if (known && known.size !== size) {
        throw new OnnxError(
          'batch',
          `'${name}' has ${dim} = ${size}, but '${known.name}' has ${dim} = ${known.size}`,
        );
      }
      if (size === 0) throw new OnnxError('batch', `'${name}' is empty: ${dim} = 0`);
      sizes.set(dim, { size, name });
    }
    if (idBound !== undefined && value.dtype === 'int64') checkIds(name, value.data, idBound);
    feeds[name] = toOrt(value);
  }
  return feeds;
}

/** Looks at the two 32-bit halves: comparing 64-bit integers in JavaScript allocates each of them. */
function checkIds(name: string, ids: BigInt64Array, bound: number): void {
  const halves = new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
  for (let index = 0; index < ids.length; index++) {
    if (halves[index * 2 + 1] !== 0 || (halves[index * 2] as number) >= bound) {
      throw new OnnxError(
        'batch',
        `'${name}' holds ${ids[index]} at position ${index}; it must be from 0 to ${bound - 1}`,
      );
    }
  }
}

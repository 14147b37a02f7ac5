/** Checks a batch against what the graph declared, before any of it reaches the runtime. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { showShape } from '../graph/shape.ts';
import type { HostTensor } from '../hostTensor.ts';
import { toOrt } from '../runtime/openSession.ts';
import type { OrtTensor } from '../runtime/openSession.ts';

/**
 * @param inputs the declared inputs that the model reads; further entries of `batch` are ignored, so that a batch with
 *   labels can be handed to a prediction.
 * @returns the feeds. Throws `batch`, naming the input and what it should be.
 */
export function bindBatch(
  inputs: readonly Tensor[],
  batch: Readonly<Record<string, HostTensor | undefined>>,
): Record<string, OrtTensor> {
  const sizes = new Map<string, { size: number; name: string }>();
  const feeds: Record<string, OrtTensor> = {};
  for (const { name, dtype, shape } of inputs) {
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
      sizes.set(dim, { size, name });
    }
    feeds[name] = toOrt(value);
  }
  return feeds;
}

/** Sparse feature vectors, one per example: which features it has and with which weight. */
import { OnnxError } from '../errors.ts';
import type { HostTensor } from '../hostTensor.ts';

/**
 * Compressed sparse rows. Example i has the features `ids[k]` with `weights[k]` for k from `offsets[i]` up to but not
 * including `offsets[i + 1]`. A feature may occur twice in an example (its weights add up); an example may have none.
 */
export interface SparseRows {
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
  readonly weights: Float32Array;
}

export type FeatureList = readonly (readonly [id: number, weight: number])[];

export const rowCount = (rows: SparseRows): number => rows.offsets.length - 1;

/** Gathers one list of `[feature, weight]` per example. */
export function sparseRows(examples: readonly FeatureList[]): SparseRows {
  const offsets = new Int32Array(examples.length + 1);
  for (const [index, features] of examples.entries())
    offsets[index + 1] = (offsets[index] as number) + features.length;
  const all = examples.flat();
  return {
    offsets,
    ids: Int32Array.from(all, ([id]) => id),
    weights: Float32Array.from(all, ([, weight]) => weight),
  };
}

/** The examples at `indices`, in that order: how a batch is cut from a whole data set. */
export function selectRows(rows: SparseRows, indices: ArrayLike<number>): SparseRows {
  const offsets = new Int32Array(indices.length + 1);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] as number;
    offsets[i + 1] =
      (offsets[i] as number) + (rows.offsets[from + 1] as number) - (rows.offsets[from] as number);
  }
  const ids = new Int32Array(offsets[indices.length] as number);
  const weights = new Float32Array(ids.length);
  for (let i = 0; i < indices.length; i++) {
    const [begin, end] = [rows.offsets[indices[i] as number], rows.offsets[(indices[i] as number) + 1]];
    ids.set(rows.ids.subarray(begin, end), offsets[i]);
    weights.set(rows.weights.subarray(begin, end), offsets[i]);
  }
  return { offsets, ids, weights };
}

/** Throws `batch` unless the rows are well formed and every id lies in 0..vocabulary−1. Cheap next to using them. */
export function checkSparseRows(name: string, rows: SparseRows, vocabulary: number): void {
  const { offsets, ids, weights } = rows;
  const fail = (reason: string): never => {
    throw new OnnxError('batch', `the sparse features '${name}' ${reason}`);
  };
  if (offsets.length < 1 || offsets[0] !== 0) fail('have offsets that do not begin at 0');
  for (let i = 1; i < offsets.length; i++)
    if ((offsets[i] as number) < (offsets[i - 1] as number)) fail(`have offsets that decrease at ${i}`);
  if (offsets.at(-1) !== ids.length || ids.length !== weights.length) {
    fail(
      `have ${ids.length} ids and ${weights.length} weights, but offsets that end at ${String(offsets.at(-1))}`,
    );
  }
  for (let k = 0; k < ids.length; k++) {
    if ((ids[k] as number) < 0 || (ids[k] as number) >= vocabulary)
      fail(`contain the id ${ids[k]}, outside 0..${vocabulary - 1}`);
  }
}

/**
 * The same features as the two rectangular tensors that an exported model takes: ids `[B, K]` and weights `[B, K]`,
 * where K is the largest count in the batch and missing places hold id 0 with weight 0.
 */
export function padRows(rows: SparseRows): {
  readonly ids: HostTensor & { dtype: 'int64' };
  readonly weights: HostTensor & { dtype: 'float32' };
} {
  const count = rowCount(rows);
  let width = 1;
  for (let i = 0; i < count; i++)
    width = Math.max(width, (rows.offsets[i + 1] as number) - (rows.offsets[i] as number));
  const ids = new BigInt64Array(count * width);
  const weights = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const [begin, end] = [rows.offsets[i] as number, rows.offsets[i + 1] as number];
    for (let k = begin; k < end; k++) ids[i * width + k - begin] = BigInt(rows.ids[k] as number);
    weights.set(rows.weights.subarray(begin, end), i * width);
  }
  return {
    ids: { dtype: 'int64', shape: [count, width], data: ids },
    weights: { dtype: 'float32', shape: [count, width], data: weights },
  };
}

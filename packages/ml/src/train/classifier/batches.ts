import { float32, int64, selectRows, type Batch, type HostTensor, type Rng } from '../../onnx/index.ts';
import type { Examples } from './examples.ts';
import type { VectorScale } from './net.ts';

/** The inputs of the net for the examples at `indices`, without labels. */
export function inputsOf(examples: Examples, indices: Uint32Array): Batch {
  const { text, vectors } = examples;
  return {
    ...(text ? { text: selectRows(text.rows, indices) } : {}),
    ...(vectors ? { vector: float32(gathered(vectors, indices), [indices.length, vectors.size]) } : {}),
  };
}

export const labelsOf = (examples: Examples, indices: Uint32Array): HostTensor =>
  int64(
    BigInt64Array.from(indices, (at) => BigInt(examples.classes[at]!)),
    [indices.length],
  );

/** 0 for units left out and 1/(1 − share) for those kept, so that the sum stays the same on average. */
export function dropoutMask(rng: Rng, shape: readonly [number, number], share: number): HostTensor {
  const kept = 1 / (1 - share);
  return float32(
    Float32Array.from({ length: shape[0] * shape[1] }, () => (rng.uniform() < share ? 0 : kept)),
    shape,
  );
}

/**
 * Weight of an example of each class so that all classes count the same and the mean weight is 1: n / (classes · nₖ).
 * King & Zeng, "Logistic Regression in Rare Events Data", 2001, §4.
 */
export function balancedWeights(examples: Examples, indices: Uint32Array): Float32Array {
  const counts = new Float64Array(examples.labels.length);
  for (const at of indices) counts[examples.classes[at]!]!++;
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : indices.length / (present * count)));
}

/** Mean and deviation of each number over the examples at `indices`; one that never varies has deviation 1. */
export function vectorScale(examples: Examples, indices: Uint32Array): VectorScale | null {
  if (!examples.vectors) return null;
  const { size, data } = examples.vectors;
  const mean = new Float64Array(size);
  for (const at of indices) for (let i = 0; i < size; i++) mean[i]! += data[at * size + i]! / indices.length;
  const variance = new Float64Array(size);
  for (const at of indices)
    for (let i = 0; i < size; i++) variance[i]! += (data[at * size + i]! - mean[i]!) ** 2 / indices.length;
  return {
    size,
    mean: Float32Array.from(mean),
    deviation: Float32Array.from(variance, (value) => (value > 1e-12 ? Math.sqrt(value) : 1)),
  };
}

function gathered({ size, data }: { size: number; data: Float32Array }, indices: Uint32Array): Float32Array {
  const rows = new Float32Array(indices.length * size);
  for (const [row, at] of indices.entries()) rows.set(data.subarray(at * size, (at + 1) * size), row * size);
  return rows;
}

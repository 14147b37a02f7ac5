import type { SparseRows } from '../../onnx/index.ts';

/** All there is to learn from, in memory: ids and weights of features, not texts. */
export interface Examples {
  /** Sorted by code unit: the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Per example its place in `labels`. */
  readonly classes: Int32Array;
  readonly text: { readonly rows: SparseRows; readonly dimension: number; readonly file: Uint8Array } | null;
  readonly vectors: { readonly size: number; readonly data: Float32Array } | null;
}

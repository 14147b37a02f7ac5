/** Feature → value, indices strictly ascending. A value is never 0. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** Rows of sparse vectors end to end (compressed sparse rows): row r is entries rowStart[r] to rowStart[r + 1]. */
export interface SparseRows {
  readonly rows: number;
  /** Number of features; every index is below it. */
  readonly dimensions: number;
  readonly rowStart: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

export function sparseDot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length;) {
    const left = a.indices[i]!;
    const right = b.indices[j]!;
    if (left === right) sum += a.values[i++]! * b.values[j++]!;
    else if (left < right) i++;
    else j++;
  }
  return sum;
}

export function sparseNorm(vector: SparseVector): number {
  let sum = 0;
  for (const value of vector.values) sum += value * value;
  return Math.sqrt(sum);
}

export function stackSparse(vectors: readonly SparseVector[], dimensions: number): SparseRows {
  const rowStart = new Uint32Array(vectors.length + 1);
  vectors.forEach((vector, row) => (rowStart[row + 1] = rowStart[row]! + vector.indices.length));
  const total = rowStart[vectors.length]!;
  const indices = new Uint32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, row) => {
    indices.set(vector.indices, rowStart[row]);
    values.set(vector.values, rowStart[row]);
  });
  return { rows: vectors.length, dimensions, rowStart, indices, values };
}

export function sparseRow(matrix: SparseRows, row: number): SparseVector {
  const from = matrix.rowStart[row]!;
  const to = matrix.rowStart[row + 1]!;
  return { indices: matrix.indices.subarray(from, to), values: matrix.values.subarray(from, to) };
}

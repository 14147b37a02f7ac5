/** A dense matrix, row by row. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export const dense = (rows: number, columns: number): Dense => ({
  rows,
  columns,
  values: new Float32Array(rows * columns),
});

/**
 * Makes the columns orthonormal in place: modified Gram–Schmidt, done twice, which is enough for working precision
 * ("twice is enough", Giraud, Langou, Rozložník 2005). A column that depends on the earlier ones becomes zero.
 *
 * Works on the transpose, so that a column lies in one piece.
 */
export function orthonormalize(matrix: Dense): void {
  const columns = transpose(matrix);
  const { values, columns: length } = columns;
  for (let column = 0; column < columns.rows; column++) {
    const own = values.subarray(column * length, (column + 1) * length);
    const before = norm(own);
    for (let round = 0; round < 2; round++)
      for (let earlier = 0; earlier < column; earlier++) {
        const other = values.subarray(earlier * length, (earlier + 1) * length);
        const overlap = dot(own, other);
        for (let at = 0; at < length; at++) own[at]! -= overlap * other[at]!;
      }
    const after = norm(own);
    // Below rounding noise there is no direction left, only noise.
    const scale = after > before * 1e-6 ? 1 / after : 0;
    for (let at = 0; at < length; at++) own[at]! *= scale;
  }
  matrix.values.set(transpose(columns).values);
}

export function transpose(matrix: Dense): Dense {
  const result = dense(matrix.columns, matrix.rows);
  for (let row = 0; row < matrix.rows; row++)
    for (let column = 0; column < matrix.columns; column++)
      result.values[column * matrix.rows + row] = matrix.values[row * matrix.columns + column]!;
  return result;
}

/** Aᵀ · B made symmetric, in doubles; for B = S · A with a symmetric S it is symmetric but for rounding. */
export function crossProducts(a: Dense, b: Dense): Float64Array {
  const size = a.columns;
  const products = new Float64Array(size * size);
  for (let row = 0; row < a.rows; row++)
    for (let left = 0; left < size; left++) {
      const factor = a.values[row * size + left]!;
      for (let right = 0; right < size; right++)
        products[left * size + right]! += factor * b.values[row * size + right]!;
    }
  return products.map((value, at) => (value + products[(at % size) * size + Math.floor(at / size)]!) / 2);
}

/** A · B */
export function product(a: Dense, b: Dense): Dense {
  const result = dense(a.rows, b.columns);
  for (let row = 0; row < a.rows; row++) {
    const to = result.values.subarray(row * b.columns, (row + 1) * b.columns);
    for (let inner = 0; inner < a.columns; inner++) {
      const factor = a.values[row * a.columns + inner]!;
      if (factor === 0) continue;
      const from = inner * b.columns;
      for (let column = 0; column < b.columns; column++) to[column]! += factor * b.values[from + column]!;
    }
  }
  return result;
}

/**
 * Eigenvalues, largest first, and eigenvectors of a symmetric matrix (cyclic Jacobi rotations, Golub & Van Loan,
 * "Matrix Computations", §8.5). `vectors` holds one eigenvector per row.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const work = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1;
  const scale = work.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 60 && offDiagonal(work, size) > 1e-24 * scale; sweep++)
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(work, vectors, { size, p, q });
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (a, b) => work[b * size + b]! - work[a * size + a]! || a - b,
  );
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (at) => work[at * size + at]!), vectors: sorted };
}

function rotate(
  work: Float64Array,
  vectors: Float64Array,
  { size, p, q }: { size: number; p: number; q: number },
): void {
  const between = work[p * size + q]!;
  if (between === 0) return;
  const theta = (work[q * size + q]! - work[p * size + p]!) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let at = 0; at < size; at++) {
    const left = work[at * size + p]!;
    const right = work[at * size + q]!;
    work[at * size + p] = c * left - s * right;
    work[at * size + q] = s * left + c * right;
  }
  for (const rows of [work, vectors])
    for (let at = 0; at < size; at++) {
      const left = rows[p * size + at]!;
      const right = rows[q * size + at]!;
      rows[p * size + at] = c * left - s * right;
      rows[q * size + at] = s * left + c * right;
    }
}

function offDiagonal(work: Float64Array, size: number): number {
  let sum = 0;
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) sum += 2 * work[a * size + b]! ** 2;
  return sum;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const norm = (vector: Float32Array): number => Math.sqrt(dot(vector, vector));

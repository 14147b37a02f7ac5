import { finalMix } from '../../text/murmur3.ts';
import type { SparseRows } from '../../text/sparse.ts';
import { crossProducts, dense, orthonormalize, product, symmetricEigen, type Dense } from './dense.ts';

/** More directions are followed than asked for, since the last ones are found poorly. */
const OVERSAMPLING = 10;
/** Each power iteration squares how clearly strong directions stand out from weak ones. */
const POWER_ITERATIONS = 2;
/** Squared singular values below this share of the largest are rounding noise of 32-bit numbers. */
const LEAST = 1e-8;

/**
 * The strongest right singular vectors of a sparse matrix A, as columns (features × rank, or fewer when A has fewer
 * independent directions).
 *
 * Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011: algorithm 4.4 (randomized
 * subspace iteration) for the range and 5.1 for the factors, with their oversampling of 10 and two iterations. Only the
 * side of the texts is orthonormalised, since the other is far longer; every iteration ends there, so rounding errors
 * do not pile up. The random start is a matrix of signs made by a hash: the result is a function of A and the rank.
 *
 * Time is 8 products with A, linear in its entries, and features × rank² for the last step.
 */
export function rightSingularVectors(matrix: SparseRows, rank: number): Dense {
  const width = Math.min(rank + OVERSAMPLING, matrix.rows, matrix.dimensions);
  const range = multiply(matrix, randomSigns(matrix.dimensions, width));
  orthonormalize(range);
  for (let round = 0; round < POWER_ITERATIONS; round++) {
    range.values.set(multiply(matrix, multiplyTransposed(matrix, range)).values);
    orthonormalize(range);
  }
  // With Q the range and Z = Aᵀ Q: Zᵀ Z = W Σ² Wᵀ gives the singular values, and Z W / Σ the right vectors.
  const image = multiplyTransposed(matrix, range);
  const { values, vectors } = symmetricEigen(crossProducts(range, multiply(matrix, image)), width);
  const kept = Math.min(rank, values.filter((value) => value > values[0]! * LEAST).length);
  const turn = new Float32Array(width * kept);
  for (let from = 0; from < width; from++)
    for (let to = 0; to < kept; to++)
      turn[from * kept + to] = vectors[to * width + from]! / Math.sqrt(values[to]!);
  return product(image, { rows: width, columns: kept, values: turn });
}

function randomSigns(rows: number, columns: number): Dense {
  const matrix = dense(rows, columns);
  for (let at = 0; at < matrix.values.length; at++) matrix.values[at] = finalMix(at + 1) & 1 ? 1 : -1;
  return matrix;
}

/** A · X */
function multiply(matrix: SparseRows, right: Dense): Dense {
  const result = dense(matrix.rows, right.columns);
  const { columns } = right;
  eachEntry(matrix, (row, feature, value) => {
    const to = row * columns;
    const from = feature * columns;
    for (let at = 0; at < columns; at++) result.values[to + at]! += value * right.values[from + at]!;
  });
  return result;
}

/** Aᵀ · X */
function multiplyTransposed(matrix: SparseRows, right: Dense): Dense {
  const result = dense(matrix.dimensions, right.columns);
  const { columns } = right;
  eachEntry(matrix, (row, feature, value) => {
    const to = feature * columns;
    const from = row * columns;
    for (let at = 0; at < columns; at++) result.values[to + at]! += value * right.values[from + at]!;
  });
  return result;
}

function eachEntry(matrix: SparseRows, visit: (row: number, feature: number, value: number) => void): void {
  for (let row = 0; row < matrix.rows; row++)
    for (let at = matrix.rowStart[row]!; at < matrix.rowStart[row + 1]!; at++)
      visit(row, matrix.indices[at]!, matrix.values[at]!);
}

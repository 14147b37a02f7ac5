import { expect, it } from 'vitest';
import { mulberry32 } from '../../testing/mulberry32.ts';
import { stackSparse, type SparseRows } from '../../text/sparse.ts';
import { crossProducts, orthonormalize, symmetricEigen, type Dense } from './dense.ts';
import { rightSingularVectors } from './randomizedSvd.ts';

/** A sparse random matrix whose rows are mixtures of `rank` patterns. */
function lowRank(rows: number, columns: number, rank: number): SparseRows {
  const random = mulberry32(5);
  const patterns = Array.from({ length: rank }, () =>
    Float64Array.from({ length: columns }, () => (random() < 0.3 ? random() - 0.5 : 0)),
  );
  return stackSparse(
    Array.from({ length: rows }, () => {
      const mix = patterns.map((_, at) => (random() - 0.5) / (at + 1));
      const dense = Float32Array.from({ length: columns }, (_, column) =>
        patterns.reduce((sum, pattern, at) => sum + mix[at]! * pattern[column]!, 0),
      );
      const indices = Uint32Array.from([...dense.keys()].filter((column) => dense[column] !== 0));
      return { indices, values: Float32Array.from(indices, (column) => dense[column]!) };
    }),
    columns,
  );
}

const columnsOf = ({ rows, columns, values }: Dense): Float64Array[] =>
  Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]!),
  );
const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

it('finds the directions of an exact decomposition', () => {
  const matrix = lowRank(60, 40, 6);
  const full = { rows: 60, columns: 40, values: new Float32Array(2400) };
  for (let row = 0; row < 60; row++)
    for (let at = matrix.rowStart[row]!; at < matrix.rowStart[row + 1]!; at++)
      full.values[row * 40 + matrix.indices[at]!] = matrix.values[at]!;
  const exact = symmetricEigen(crossProducts(full, full), 40);
  const found = columnsOf(rightSingularVectors(matrix, 4));
  expect(found).toHaveLength(4);
  found.forEach((column, at) => {
    const true_ = exact.vectors.subarray(at * 40, (at + 1) * 40);
    expect(Math.abs(dot(column, true_))).toBeGreaterThan(0.9999);
  });
});

it('gives orthonormal columns, no more than the matrix has, and the same ones every time', () => {
  const matrix = lowRank(50, 80, 5);
  const found = rightSingularVectors(matrix, 20);
  expect(found.columns).toBe(5);
  expect(rightSingularVectors(matrix, 20)).toEqual(found);
  const columns = columnsOf(found);
  columns.forEach((a, i) => columns.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 3)));
});

it('solves symmetric eigenproblems, largest value first', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5), 3);
  expect([...values].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([5, 3, 1]);
  expect(Math.abs(vectors[2]!)).toBeCloseTo(1, 12);
  expect(vectors[3]! / vectors[4]!).toBeCloseTo(1, 12);
});

it('makes dependent columns zero and the others orthonormal', () => {
  const matrix = { rows: 3, columns: 3, values: Float32Array.of(3, 6, 0, 0, 0, 2, 4, 8, 0) };
  orthonormalize(matrix);
  expect([...matrix.values].map((value) => Math.round(value * 1e5) / 1e5 + 0)).toEqual([
    0.6, 0, 0, 0, 0, 1, 0.8, 0, 0,
  ]);
});

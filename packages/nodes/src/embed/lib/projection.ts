/**
 * The two directions in which vectors differ most (principal components), by power iteration on the data itself: a few
 * hundred vectors need no matrix of covariances and no library. Runs in a worker; pure.
 */
export interface Projected {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Share of all variance that the two axes show, 0 to 1. */
  readonly explained: number;
}

const ROUNDS = 60;

export function project(vectors: readonly (readonly number[])[]): Projected {
  const size = vectors[0]?.length ?? 0;
  if (vectors.length === 0 || size === 0) return { points: [], explained: 0 };
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let j = 0; j < size; j++) mean[j]! += vector[j]! / vectors.length;
  const rows = vectors.map((vector) => Float64Array.from(vector, (x, j) => x - mean[j]!));
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const first = leading(rows, size);
  const x = rows.map((row) => dot(row, first));
  // What is left after the first direction: its leading direction is the second.
  const rest = rows.map((row, i) => row.map((value, j) => value - x[i]! * first[j]!));
  const second = leading(rest, size);
  const y = rest.map((row) => dot(row, second));
  const shown = dot(x, x) + dot(y, y);
  return { points: x.map((value, i) => [value, y[i]!] as const), explained: total === 0 ? 0 : shown / total };
}

/** Starts from the longest row, so that equal data gives an equal picture; the sign is the largest component's. */
function leading(rows: readonly Float64Array[], size: number): Float64Array {
  let axis = normal(
    rows.reduce((best, row) => (dot(row, row) > dot(best, best) ? row : best), new Float64Array(size)),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(size);
    for (const row of rows) {
      const along = dot(row, axis);
      for (let j = 0; j < size; j++) next[j]! += along * row[j]!;
    }
    axis = normal(next);
  }
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

function normal(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

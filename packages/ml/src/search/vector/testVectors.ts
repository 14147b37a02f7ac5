import { mulberry32 } from '../../testing/mulberry32.ts';

/** Vectors for tests and benches: clustered, since embeddings are, and the same on every machine. */
export interface TestVectors {
  readonly rows: Float32Array;
  readonly queries: Float32Array;
}

export function clusteredVectors(shape: {
  rows: number;
  queries: number;
  dimensions: number;
  clusters: number;
}): TestVectors {
  const random = mulberry32(1);
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Float32Array.from({ length: shape.clusters * shape.dimensions }, gaussian);
  const draw = (count: number): Float32Array => {
    const vectors = new Float32Array(count * shape.dimensions);
    for (let row = 0; row < count; row++) {
      const centre = Math.floor(random() * shape.clusters) * shape.dimensions;
      for (let at = 0; at < shape.dimensions; at++)
        vectors[row * shape.dimensions + at] = centres[centre + at]! + gaussian();
    }
    return vectors;
  };
  return { rows: draw(shape.rows), queries: draw(shape.queries) };
}

/** Cosine nearest rows of each query, by trying them all. */
export function exactNeighbours({ rows, queries }: TestVectors, dimensions: number, k: number): number[][] {
  const norm = (vectors: Float32Array, row: number): number =>
    Math.hypot(...vectors.subarray(row * dimensions, (row + 1) * dimensions));
  const norms = Float64Array.from({ length: rows.length / dimensions }, (_, row) => norm(rows, row));
  return Array.from({ length: queries.length / dimensions }, (_, query) => {
    const scores = Float64Array.from(norms, (length, row) => {
      let dot = 0;
      for (let at = 0; at < dimensions; at++)
        dot += rows[row * dimensions + at]! * queries[query * dimensions + at]!;
      return dot / length;
    });
    return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
  });
}

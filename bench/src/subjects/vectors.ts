import { Rng } from '@weft/ml/onnx';

export interface VectorSettings {
  readonly rows: number;
  readonly queries: number;
  readonly dimensions: number;
  readonly connectivity: number;
  readonly expansionAdd: number;
  readonly expansionSearch: number;
}

export const NEIGHBOURS = 10;
const CLUSTERS = 200;

export interface VectorData {
  readonly rows: Float32Array;
  readonly queries: Float32Array;
  /** The true nearest rows by cosine of each query, best first. */
  readonly truth: readonly (readonly number[])[];
}

/** Clustered vectors, as embeddings are, of length 1 and the same in every process. */
export function vectorData({ rows, queries, dimensions }: VectorSettings): VectorData {
  const rng = Rng.seeded(1, 'vectors');
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - rng.uniform())) * Math.cos(2 * Math.PI * rng.uniform());
  const centres = Float32Array.from({ length: CLUSTERS * dimensions }, gaussian);
  const draw = (count: number) => {
    const vectors = new Float32Array(count * dimensions);
    for (let row = 0; row < count; row++) {
      const centre = rng.below(CLUSTERS) * dimensions;
      const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
      for (let at = 0; at < dimensions; at++) vector[at] = centres[centre + at]! + gaussian();
      const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      for (let at = 0; at < dimensions; at++) vector[at]! /= length;
    }
    return vectors;
  };
  const data = { rows: draw(rows), queries: draw(queries) };
  return { ...data, truth: exact(data, dimensions) };
}

function exact({ rows, queries }: { rows: Float32Array; queries: Float32Array }, dimensions: number) {
  return Array.from({ length: queries.length / dimensions }, (_, query) => {
    const wanted = queries.subarray(query * dimensions, (query + 1) * dimensions);
    const best: { row: number; score: number }[] = [];
    for (let row = 0; row < rows.length / dimensions; row++) {
      let score = 0;
      for (let at = 0; at < dimensions; at++) score += wanted[at]! * rows[row * dimensions + at]!;
      if (best.length === NEIGHBOURS && score <= best.at(-1)!.score) continue;
      best.push({ row, score });
      best.sort((a, b) => b.score - a.score);
      best.length = Math.min(best.length, NEIGHBOURS);
    }
    return best.map((one) => one.row);
  });
}

/** Share of the true nearest rows that were found. */
export function recallOf(found: readonly (readonly number[])[], { truth }: VectorData): number {
  const hits = truth.map((wanted, query) => wanted.filter((row) => found[query]!.includes(row)).length);
  return hits.reduce((sum, count) => sum + count, 0) / (truth.length * NEIGHBOURS);
}

import { join } from 'node:path';
import hnswlib from 'hnswlib-node';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { NEIGHBOURS, recallOf, vectorData, type VectorSettings } from '../vectors.ts';

/** One vector after the other, the only way it offers; vectors are of length 1, so the inner product is the cosine. */
export async function open({ settings, directory }: Given): Promise<OpenSubject> {
  const wanted = settings as unknown as VectorSettings;
  const { rows, queries, dimensions, connectivity, expansionAdd, expansionSearch } = wanted;
  const data = vectorData(wanted);
  // It takes plain arrays only; making them is not its work.
  const split = (vectors: Float32Array) =>
    Array.from({ length: vectors.length / dimensions }, (_, at) => [
      ...vectors.subarray(at * dimensions, (at + 1) * dimensions),
    ]);
  const [points, wantedPoints] = [split(data.rows), split(data.queries)];
  return {
    async round() {
      const began = performance.now();
      const index = new hnswlib.HierarchicalNSW('ip', dimensions);
      index.initIndex({ maxElements: rows, m: connectivity, efConstruction: expansionAdd, randomSeed: 1 });
      for (const [row, point] of points.entries()) index.addPoint(point, row);
      await index.writeIndex(join(directory, 'index'));
      const built = performance.now();
      index.setEf(expansionSearch);
      const searching = performance.now();
      const hits = wantedPoints.map((point) => index.searchKnn(point, NEIGHBOURS).neighbors);
      const searched = performance.now();
      return {
        build: (rows * 1000) / (built - began),
        search: (queries * 1000) / (searched - searching),
        recall: recallOf(hits, data),
      };
    },
  };
}

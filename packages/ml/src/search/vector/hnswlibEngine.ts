import hnswlib from 'hnswlib-node';
import { SEGMENT_ROWS } from './layout.ts';
import type { VectorIndexOptions } from './options.ts';
import type { OpenSegment, SegmentEngine } from './segmentEngine.ts';

/** hnswlib's own default, written down because the first epoch's bytes depend on it. */
const SEED = 100;

/**
 * hnswlib-node 3.0.0, for people who want the reference implementation of HNSW. It takes and gives plain arrays, one
 * vector at a time, keeps f32 only, and its files mix vectors and links, so checkpoints hold whole segments.
 */
export function hnswlibEngine(options: VectorIndexOptions): SegmentEngine {
  const { dimensions } = options;
  const create = (): hnswlib.HierarchicalNSW =>
    new hnswlib.HierarchicalNSW(options.metric === 'l2' ? 'l2' : 'ip', dimensions);
  return {
    name: 'hnswlib',
    extend(file, { size, firstRow, vectors }) {
      const index = create();
      if (size > 0) index.readIndexSync(file);
      else
        index.initIndex({
          maxElements: SEGMENT_ROWS,
          m: options.connectivity,
          efConstruction: options.expansionAdd,
          randomSeed: SEED,
        });
      for (let start = 0; start < vectors.length; start += dimensions)
        index.addPoint(
          Array.from(vectors.subarray(start, start + dimensions)),
          firstRow + start / dimensions,
        );
      index.writeIndexSync(file);
    },
    open(file, expansion): OpenSegment {
      const index = create();
      index.readIndexSync(file);
      index.setEf(expansion);
      const size = index.getCurrentCount();
      return {
        search(queries, k) {
          const count = queries.length / dimensions;
          const rows = new Uint32Array(count * k);
          const distances = new Float32Array(count * k);
          const counts = new Uint32Array(count);
          for (let query = 0; query < count; query++) {
            const vector = Array.from(queries.subarray(query * dimensions, (query + 1) * dimensions));
            const found = index.searchKnn(vector, Math.min(k, size));
            rows.set(found.neighbors, query * k);
            distances.set(found.distances, query * k);
            counts[query] = found.neighbors.length;
          }
          return { rows, distances, counts };
        },
      };
    },
    strip: (bytes) => bytes,
    attach: (stripped) => stripped,
  };
}

import { availableParallelism } from 'node:os';
import { BatchMatches, Index, type MetricKind, type ScalarKind } from 'usearch';
import type { VectorIndexOptions } from './options.ts';
import type { OpenSegment, SegmentEngine, SegmentHits } from './segmentEngine.ts';

const METRIC = { cosine: 'ip', dot: 'ip', l2: 'l2sq' } as const;

/**
 * usearch 2.25.3. Two of its habits matter here (read in its sources, both checked by tests):
 *
 * - Inserting draws a node's layer from a generator that belongs to a thread slot. A loaded index has as many slots as
 *   the machine has cores and takes them in turn, so what is added next would depend on the machine. Reserving room for
 *   one thread leaves one fresh slot; `oneThread` causes that.
 * - A file is: row count and row bytes (u32 each), the matrix of vectors, a 64-byte head, the graph. The matrix is the
 *   vectors rounded to the precision, so a checkpoint can leave it out: 150 bytes a row instead of 920 at 384 f16.
 */
export function usearchEngine(options: VectorIndexOptions): SegmentEngine {
  const { dimensions, precision } = options;
  const create = (expansionSearch: number): Index =>
    new Index({
      dimensions,
      metric: METRIC[options.metric] as MetricKind,
      quantization: precision as ScalarKind,
      connectivity: options.connectivity,
      expansion_add: options.expansionAdd,
      expansion_search: expansionSearch,
      multi: false,
    });
  return {
    name: 'usearch',
    extend(file, { size, lastRow, firstRow, vectors }) {
      const index = create(options.expansionSearch);
      const count = vectors.length / dimensions;
      if (size > 0) {
        index.load(file);
        if (index.size() !== size) throw damaged(`${index.size()} rows instead of ${size}`);
        oneThread(index, { dimensions, lastRow, count });
      }
      index.add(
        BigUint64Array.from({ length: count }, (_, at) => BigInt(firstRow + at)),
        vectors,
        1,
      );
      index.save(file);
    },
    open(file, expansion): OpenSegment {
      const index = create(expansion);
      index.view(file);
      return { search: (queries, k, threads) => search(index, queries, { k, threads }) };
    },
    strip(bytes) {
      const matrix = matrixBytes(bytes);
      const stripped = new Uint8Array(bytes.length - matrix);
      stripped.set(bytes.subarray(0, 8));
      stripped.set(bytes.subarray(8 + matrix), 8);
      return stripped;
    },
    attach(stripped, vectors) {
      const rows = precision === 'f16' ? new Float16Array(vectors) : vectors;
      const matrix = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
      if (matrixBytes(stripped) !== matrix.length) throw damaged('another number of rows');
      const bytes = new Uint8Array(stripped.length + matrix.length);
      bytes.set(stripped.subarray(0, 8));
      bytes.set(matrix, 8);
      bytes.set(stripped.subarray(8), 8 + matrix.length);
      return bytes;
    },
  };
}

/**
 * Leaves the index with one thread slot and a fresh generator. The library reserves room (and thread slots) for all
 * rows of a call before it inserts any, and refuses a row whose key it has; so one call with an existing key, repeated
 * often enough to need more room, reserves and changes nothing else.
 */
function oneThread(
  index: Index,
  { dimensions, lastRow, count }: { dimensions: number; lastRow: number; count: number },
): void {
  const present = BigInt(lastRow);
  if (index.contains(present) !== true) throw damaged(`row ${present} is missing`);
  const repeats = Math.max(index.capacity() - index.size(), count) + 1;
  try {
    index.add(new BigUint64Array(repeats).fill(present), new Float32Array(repeats * dimensions), 1);
  } catch (error) {
    if (String(error).includes('Duplicate')) return;
    throw error;
  }
  throw damaged('it took a row twice');
}

function search(
  index: Index,
  queries: Float32Array<ArrayBuffer>,
  { k, threads }: { k: number; threads: number },
): SegmentHits {
  const found = index.search([queries], k, Math.min(threads, availableParallelism()));
  const matches = found instanceof BatchMatches ? found : undefined;
  if (matches === undefined) {
    const { keys, distances } = found;
    return { rows: Uint32Array.from(keys, Number), distances, counts: Uint32Array.of(keys.length) };
  }
  return {
    rows: lowHalves(matches.keys),
    distances: matches.distances,
    counts: Uint32Array.from(matches.counts, Number),
  };
}

/** Keys are row numbers below 2³²; converting each BigInt took longer than the search. Little-endian like the files. */
function lowHalves(keys: BigUint64Array): Uint32Array {
  const halves = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
  const low = new Uint32Array(keys.length);
  for (let at = 0; at < low.length; at++) low[at] = halves[at * 2]!;
  return low;
}

function matrixBytes(file: Uint8Array): number {
  const head = new DataView(file.buffer, file.byteOffset, 8);
  return head.getUint32(0, true) * head.getUint32(4, true);
}

/** A plain error, so that a lane's thread need not load the engine's contracts (60 ms); it is a bug either way. */
const damaged = (detail: string): Error => new Error(`a segment of the vector index is damaged: ${detail}`);

import type { VectorIndexFiles } from './builder.ts';
import { readVectorManifest } from './manifest.ts';
import type { VectorIndexOptions } from './options.ts';
import { prepareVectors } from './prepare.ts';
import { loadEngine, type OpenSegment, type SegmentHits } from './segmentEngine.ts';

export interface VectorHit {
  readonly row: number;
  /** Higher is nearer: cosine similarity, inner product, or the negative squared distance. */
  readonly score: number;
}

/**
 * Each segment's share of ef. A query looks for its neighbours in all segments, so each needs to find only some of
 * them: ef 64 as 32 + 32 over two segments keeps recall@10 (0.9995, and 0.9995 with 64 in one graph) at 1.8 times the
 * speed of 64 + 64. Below 24 the recall of four segments begins to fall (16: 0.9975).
 */
const LEAST_EXPANSION = 24;

/** A finished index, opened. Segments are mapped from their files, not read into memory (usearch). */
export class VectorIndexSearcher {
  readonly rows: number;
  readonly options: VectorIndexOptions;
  readonly #segments: readonly OpenSegment[];

  private constructor(rows: number, options: VectorIndexOptions, segments: readonly OpenSegment[]) {
    this.rows = rows;
    this.options = options;
    this.#segments = segments;
  }

  /** The files must stay where they are while the searcher is used. */
  static async open(files: VectorIndexFiles): Promise<VectorIndexSearcher> {
    const { rows, options, segments } = readVectorManifest(files.manifest);
    const engine = await loadEngine(options);
    const expansion = Math.max(
      LEAST_EXPANSION,
      Math.ceil(options.expansionSearch / Math.max(1, segments.length)),
    );
    const open: OpenSegment[] = [];
    for (const { file } of segments) open.push(engine.open(await files.localPath(file), expansion));
    return new VectorIndexSearcher(rows, options, open);
  }

  /**
   * The k nearest rows of each query, best first, ties by row number; fewer when the index has fewer.
   *
   * @param queries end to end, as many as fit; not brought to length 1 by the caller
   * @param threads for the batch as a whole (default 1); changes nothing but the speed
   */
  search(queries: Float32Array, k: number, { threads = 1 } = {}): VectorHit[][] {
    const prepared = prepareVectors(queries, this.options, 0);
    const count = prepared.length / this.options.dimensions;
    if (count === 0) return [];
    const found = this.#segments.map((segment) => segment.search(prepared, k, threads));
    return Array.from({ length: count }, (_, query) => this.#merge(found, query, k));
  }

  #merge(found: readonly SegmentHits[], query: number, k: number): VectorHit[] {
    const hits: VectorHit[] = [];
    for (const { rows, distances, counts } of found)
      for (let at = 0; at < counts[query]!; at++)
        hits.push({ row: rows[query * k + at]!, score: this.#score(distances[query * k + at]!) });
    hits.sort((a, b) => b.score - a.score || a.row - b.row);
    return hits.slice(0, k);
  }

  #score(distance: number): number {
    return this.options.metric === 'l2' ? -distance : 1 - distance;
  }
}

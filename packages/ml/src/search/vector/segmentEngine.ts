import type { EngineName, VectorIndexOptions } from './options.ts';

/** Neighbouring rows to append to a segment in one go. */
export interface Epoch {
  /** Rows the segment has already, and the number of the last of them. */
  readonly size: number;
  readonly lastRow: number;
  /** Number of the first row to append. */
  readonly firstRow: number;
  /** End to end, prepared. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

export interface SegmentHits {
  /** k per query, nearest first; `counts` says how many of them are filled. */
  readonly rows: Uint32Array;
  /** Distances of the engine: smaller is nearer. */
  readonly distances: Float32Array;
  readonly counts: Uint32Array;
}

export interface OpenSegment {
  search(queries: Float32Array<ArrayBuffer>, k: number, threads: number): SegmentHits;
}

/** What an HNSW library must do to serve as engine. Everything else (lanes, epochs, merging) is common. */
export interface SegmentEngine {
  readonly name: EngineName;
  /**
   * Appends an epoch to the segment in `file` (not there yet when it has no rows) and writes it back. Must depend on
   * nothing but the file's bytes and the epoch.
   */
  extend(file: string, epoch: Epoch): void;
  /** Opens a segment for searching, `expansion` being its share of ef. The file must stay while it is open. */
  open(file: string, expansion: number): OpenSegment;
  /** The segment's bytes without what can be made again from its prepared vectors; the inverse of `attach`. */
  strip(bytes: Uint8Array): Uint8Array;
  attach(stripped: Uint8Array, vectors: Float32Array): Uint8Array;
}

export type EngineFactory = (options: VectorIndexOptions) => SegmentEngine;

/** Loads the library only when an index needs it. */
export async function loadEngine(options: VectorIndexOptions): Promise<SegmentEngine> {
  if (options.engine === 'usearch') return (await import('./usearchEngine.ts')).usearchEngine(options);
  return (await import('./hnswlibEngine.ts')).hnswlibEngine(options);
}

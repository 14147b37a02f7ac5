import type { FileSet } from '../files.ts';
import type { LexicalIndex } from './bm25/index.ts';
import {
  EMBEDDER_PREFIX,
  INDEX_FILE,
  LEXICAL_FILE,
  ROWS_FILE,
  writeIndexRows,
  type IndexFile,
  type IndexRow,
} from './indexFile.ts';

export interface FinishedIndex {
  readonly rows: readonly IndexRow[];
  readonly dimensions: number;
  /** What `VectorIndexBuilder.finish` gave. */
  readonly vectors: FileSet;
  /** With `fusion`: the index is a hybrid one. */
  readonly lexical: LexicalIndex | null;
  readonly fusion: IndexFile['fusion'];
  /** Files of the embedder that makes vectors of questions. */
  readonly embedder: FileSet | null;
}

/** The files of an index as `indexFile.ts` describes them. */
export function indexFiles(index: FinishedIndex): FileSet {
  const { rows, dimensions, vectors, lexical, fusion, embedder } = index;
  const about: IndexFile = {
    format: 'weft.index',
    version: 1,
    kind: fusion === null ? 'vector' : 'hybrid',
    rows: rows.length,
    dimensions,
    embedder: embedder !== null,
    fusion,
  };
  return {
    [INDEX_FILE]: JSON.stringify(about),
    [ROWS_FILE]: writeIndexRows(rows),
    ...vectors,
    ...(lexical === null ? {} : { [LEXICAL_FILE]: lexical.encode() }),
    ...Object.fromEntries(
      Object.entries(embedder ?? {}).map(([path, file]) => [EMBEDDER_PREFIX + path, file]),
    ),
  };
}

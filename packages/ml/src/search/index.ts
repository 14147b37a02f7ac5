export { LexicalIndex, LexicalIndexBuilder } from './bm25/index.ts';
export { HYBRID_DEFAULTS, HybridSearcher, type HybridOptions } from './hybrid/index.ts';
export {
  EMBEDDER_PREFIX,
  INDEX_FILE,
  LEXICAL_FILE,
  readIndexFile,
  readIndexRows,
  ROWS_FILE,
  writeIndexRows,
  type IndexFile,
  type IndexRow,
} from './indexFile.ts';
export {
  EPOCH_ROWS,
  VECTOR_MANIFEST,
  VectorIndexBuilder,
  vectorIndexOptions,
  VectorIndexSearcher,
  type VectorIndexOptions,
} from './vector/index.ts';

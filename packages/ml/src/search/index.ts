export { LexicalIndex, LexicalIndexBuilder } from './bm25/index.ts';
export { HYBRID_DEFAULTS, HybridSearcher, type HybridOptions } from './hybrid/index.ts';
export { LEXICAL_FILE, readIndexFile, readIndexRows, type IndexFile, type IndexRow } from './indexFile.ts';
export { indexFiles, type FinishedIndex } from './indexFiles.ts';
export {
  EPOCH_ROWS,
  VECTOR_MANIFEST,
  VectorIndexBuilder,
  vectorIndexOptions,
  VectorIndexSearcher,
  type VectorIndexOptions,
} from './vector/index.ts';

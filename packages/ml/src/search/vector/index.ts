export {
  VectorIndexBuilder,
  type BuilderSettings,
  type VectorFileSet,
  type VectorIndexFiles,
} from './builder.ts';
export { EPOCH_ROWS } from './layout.ts';
export { VECTOR_MANIFEST } from './manifest.ts';
export type { EngineName, Metric, VectorIndexOptions } from './options.ts';
export { vectorIndexOptions } from './prepare.ts';
export { VectorIndexSearcher, type VectorHit } from './searcher.ts';
export type { VectorReader } from './snapshot.ts';

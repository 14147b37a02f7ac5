export { fuse, type FuseMethod, type FusedHit, type RankedHit, type RankedList } from './fuse.ts';
export { HYBRID_DEFAULTS, HybridSearcher, type HybridOptions, type HybridQuery } from './hybridSearcher.ts';

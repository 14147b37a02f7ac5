/** The store by itself, without a database or an engine. */
export {
  ArtifactLost,
  HASH_PATTERN,
  storeFile,
  type ArtifactSink,
  type ArtifactStore,
  type Stored,
} from './artifacts.ts';
export { nameBytes, namedFolder, namedPath } from './named.fs.ts';
export { parseStoreUrl, storeUrl, type StoreUrl } from './openStore.ts';

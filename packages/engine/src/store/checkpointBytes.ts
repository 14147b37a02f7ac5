import { checkHash, corrupt, type ArtifactStore, type Stored } from './artifacts.ts';

/** The checkpoints of one key. */
export interface CheckpointBytes {
  save(bytes: Uint8Array): Promise<Stored>;
  /** @throws ArtifactLost when they are missing, damaged, or belong to another key */
  load(hash: string): Promise<Uint8Array>;
}

/**
 * Checkpoints lie in the store like all bytes, each with its key in front. So two keys never share a file, and each is
 * removed when its own key has no more use for it; and who holds one key reads no checkpoint of another. The 64 bytes
 * keep what follows aligned for any view.
 */
export function checkpointsOf(store: ArtifactStore, key: string): CheckpointBytes {
  const owner = Buffer.from(checkHash(key), 'latin1');
  return {
    async save(bytes) {
      const sink = await store.create();
      try {
        await sink.write(owner);
        await sink.write(bytes);
      } catch (error) {
        await sink.abort();
        throw error;
      }
      return await sink.commit();
    },
    async load(hash) {
      const bytes = await store.get(hash);
      if (!bytes.subarray(0, owner.length).equals(owner)) throw corrupt(hash, hash);
      return bytes.subarray(owner.length);
    },
  };
}

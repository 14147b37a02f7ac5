import { createHash } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Probe } from '../probe.ts';
import { checkHash, corrupt, type ArtifactSink, type ArtifactStore, type Stored } from './artifacts.ts';
import { missingIsNull } from './files.ts';
import { hashedFile } from './hashedFile.ts';

/** A store for one step: it reads from `store` and what it staged itself, and writes into the staging folder only. */
export function fsStagedStore(
  store: Pick<ArtifactStore, 'get' | 'localPath'>,
  folder: string,
  probe: Probe = () => {},
): ArtifactStore {
  const staged = new Set<string>();
  const pathOf = (hash: string) => join(folder, checkHash(hash));

  const create = async (): Promise<ArtifactSink> => {
    const sink = await hashedFile(folder, {
      probe,
      place: async (path, hash) => await rename(path, pathOf(hash)),
    });
    return {
      ...sink,
      async commit() {
        const stored = await sink.commit();
        staged.add(stored.hash);
        return stored;
      },
    };
  };

  async function put(bytes: Uint8Array): Promise<Stored> {
    const sink = await create();
    try {
      await sink.write(bytes);
    } catch (error) {
      await sink.abort();
      throw error;
    }
    return await sink.commit();
  }

  return {
    create,
    put,
    async get(hash) {
      if (!staged.has(hash)) return await store.get(hash);
      const content = await readFile(pathOf(hash)).catch(missingIsNull);
      // A checkpoint that its worker has moved among the objects since.
      if (content === null) return await store.get(hash);
      const actual = createHash('sha256').update(content).digest('hex');
      if (actual !== hash) throw corrupt(hash, actual);
      return content;
    },
    localPath: async (hash) => (staged.has(hash) ? pathOf(hash) : await store.localPath(hash)),
  };
}

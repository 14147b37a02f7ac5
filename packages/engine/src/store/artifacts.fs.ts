import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Probe } from '../probe.ts';
import { checkHash, corrupt, missing, type ArtifactSink, type ArtifactStore } from './artifacts.ts';
import { hashFile, missingIsNull, syncFolder } from './files.ts';
import { hashedFile } from './hashedFile.ts';

/** Where bytes lie below the store's folder: `objects/ab/cdef…`, and so on for the other spaces. */
export const fsPath = (root: string, space: 'objects' | 'aside', hash: string): string =>
  join(root, space, checkHash(hash).slice(0, 2), hash.slice(2));

/**
 * Bytes as files, written as `tmp/<uuid>`, hashed while written, fsynced, renamed, and the folder fsynced. Only then
 * does anyone learn the hash, so a row in Postgres can never name bytes that a power cut takes away.
 */
export function fsArtifactStore(root: string, probe: Probe = () => {}): ArtifactStore {
  const create = async (): Promise<ArtifactSink> =>
    await hashedFile(join(root, 'tmp'), {
      probe,
      written: async (file) => await syncBytes(file, probe),
      place: async (path, hash) => await placeObject(root, { path, hash, probe }),
    });

  /**
   * Looks among the objects, then among what was set aside, then among the objects again, since bytes may move from one
   * to the other between two looks.
   */
  async function find<T>(hash: string, look: (path: string) => Promise<T | null>): Promise<T> {
    for (const space of ['objects', 'aside', 'objects'] as const) {
      const found = await look(fsPath(root, space, hash));
      if (found !== null) return found;
    }
    throw missing(hash);
  }

  return {
    create,
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      // Equal bytes are there already. What was set aside does not count: it may be about to be removed.
      const there = await stat(fsPath(root, 'objects', hash)).catch(missingIsNull);
      if (there?.size === bytes.byteLength) return { hash, bytes: bytes.byteLength };
      const sink = await create();
      try {
        await sink.write(bytes);
      } catch (error) {
        await sink.abort();
        throw error;
      }
      return await sink.commit();
    },
    async get(hash) {
      const bytes = await find(hash, async (path) => await readFile(path).catch(missingIsNull));
      const actual = createHash('sha256').update(bytes).digest('hex');
      if (actual !== hash) throw corrupt(hash, actual);
      return bytes;
    },
    async localPath(hash) {
      const { path, actual } = await find(hash, async (at) => {
        const found = await hashFile(at);
        return found === null ? null : { path: at, actual: found };
      });
      if (actual !== hash) throw corrupt(hash, actual);
      return path;
    },
  };
}

/**
 * Makes the bytes of an open file durable. A failed fsync refuses them: the kernel may have dropped the dirty pages, and
 * asking again would report success.
 */
export async function syncBytes(file: FileHandle, probe: Probe): Promise<void> {
  await file.sync();
  await probe('artifact:synced');
}

/** Moves a synced file among the objects, durably. */
export async function placeObject(
  root: string,
  { path, hash, probe }: { path: string; hash: string; probe: Probe },
): Promise<void> {
  const target = fsPath(root, 'objects', hash);
  // Nearly always the folder is there.
  const fresh = await rename(path, target).then(
    () => false,
    async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      return true;
    },
  );
  await probe('artifact:renamed');
  await syncFolder(dirname(target));
  if (fresh) await syncFolder(join(root, 'objects'));
  await probe('artifact:stored');
}

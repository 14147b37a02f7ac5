import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Probe } from '../run/probe.ts';
import { checkHash, corrupt, missing, type ArtifactSink, type ArtifactStore } from './artifacts.ts';
import { hashFile, missingIsNull, syncFolder } from './files.ts';

/** Where bytes lie below the store's folder: `objects/ab/cdef…`, and so on for the other spaces. */
export const fsPath = (root: string, space: 'objects' | 'aside', hash: string): string =>
  join(root, space, checkHash(hash).slice(0, 2), hash.slice(2));

/**
 * Bytes as files, written as `tmp/<uuid>`, hashed while written, fsynced, renamed, and the folder fsynced. Only then
 * does anyone learn the hash, so a row in Postgres can never name bytes that a power cut takes away. A failed fsync
 * refuses the bytes: the kernel may have dropped the dirty pages, and asking again would report success.
 */
export function fsArtifactStore(root: string, probe: Probe = () => {}): ArtifactStore {
  const tmp = join(root, 'tmp');

  async function create(): Promise<ArtifactSink> {
    await mkdir(tmp, { recursive: true });
    const path = join(tmp, randomUUID());
    const file = await open(path, 'wx');
    const hasher = createHash('sha256');
    let bytes = 0;
    const abort = async () => {
      await file.close().catch(() => {});
      await rm(path, { force: true }).catch(() => {});
    };
    return {
      abort,
      async write(piece) {
        hasher.update(piece);
        bytes += piece.byteLength;
        await file.writeFile(piece);
      },
      async commit() {
        const hash = hasher.digest('hex');
        try {
          await probe('artifact:written');
          await file.sync();
          await probe('artifact:synced');
        } catch (error) {
          await abort();
          throw error;
        }
        await file.close();
        const target = fsPath(root, 'objects', hash);
        const fresh = (await mkdir(dirname(target), { recursive: true })) !== undefined;
        await rename(path, target);
        await probe('artifact:renamed');
        await syncFolder(dirname(target));
        if (fresh) await syncFolder(join(root, 'objects'));
        await probe('artifact:stored');
        return { hash, bytes };
      },
    };
  }

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

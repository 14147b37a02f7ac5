import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ArtifactLost,
  HASH_PATTERN,
  type ArtifactSink,
  type ArtifactStore,
  type Stored,
} from './artifacts.ts';
import type { Probe } from '../probe.ts';

/**
 * Artifacts as files: `objects/ab/cdef…`, written as `tmp/<uuid>`, hashed while written, fsynced, renamed, and the
 * directory fsynced. Only then does anyone learn the hash, so a row in Postgres can never name bytes that a power cut
 * takes away. A failed fsync refuses the artifact: the kernel may have dropped the dirty pages, and asking again would
 * report success.
 *
 * Damaged files are moved to `quarantine/`, for a person to look at, and count as missing from then on.
 */
export function fsArtifactStore(root: string, probe: Probe = () => {}): ArtifactStore {
  const tmp = join(root, 'tmp');
  const pathOf = (hash: string) => objectPath(root, hash);

  async function create(): Promise<ArtifactSink> {
    await mkdir(tmp, { recursive: true });
    const path = join(tmp, randomUUID());
    const file = await open(path, 'wx');
    const hasher = createHash('sha256');
    let bytes = 0;
    return {
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
          await file.close().catch(() => {});
          await rm(path, { force: true }).catch(() => {});
          throw error;
        }
        await file.close();
        const target = pathOf(hash);
        const directory = join(target, '..');
        const fresh = (await mkdir(directory, { recursive: true })) !== undefined;
        await rename(path, target);
        await probe('artifact:renamed');
        await syncDirectory(directory);
        if (fresh) await syncDirectory(join(directory, '..'));
        await probe('artifact:stored');
        return { hash, bytes };
      },
      async abort() {
        await file.close().catch(() => {});
        await rm(path, { force: true });
      },
    };
  }

  async function put(bytes: Uint8Array): Promise<Stored> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    // Equal bytes are there already. Touching them tells garbage collection that somebody counts on them again.
    if (await has(hash, bytes.byteLength)) {
      const now = new Date();
      const touched = await utimes(pathOf(hash), now, now).then(() => true, missingIsNull);
      if (touched) return { hash, bytes: bytes.byteLength };
    }
    const sink = await create();
    try {
      await sink.write(bytes);
    } catch (error) {
      await sink.abort();
      throw error;
    }
    return await sink.commit();
  }

  async function has(hash: string, bytes?: number): Promise<boolean> {
    const found = await stat(pathOf(hash)).catch(missingIsNull);
    return found !== null && (bytes === undefined || found.size === bytes);
  }

  async function quarantine(hash: string, detail: string): Promise<never> {
    const directory = join(root, 'quarantine');
    await mkdir(directory, { recursive: true });
    await rename(pathOf(hash), join(directory, `${hash}.${Date.now()}`)).catch(missingIsNull);
    throw new ArtifactLost(hash, 'corrupt', detail);
  }

  return {
    create,
    put,
    has,
    async get(hash) {
      const bytes = await readFile(pathOf(hash)).catch(missingIsNull);
      if (bytes === null) throw new ArtifactLost(hash, 'missing', 'the store does not hold it');
      const actual = createHash('sha256').update(bytes).digest('hex');
      if (actual !== hash)
        return await quarantine(hash, `its bytes hash to ${actual.slice(0, 12)}…; moved to quarantine`);
      return bytes;
    },
    async localPath(hash) {
      const path = pathOf(hash);
      const hasher = createHash('sha256');
      try {
        for await (const piece of createReadStream(path)) hasher.update(piece as Buffer);
      } catch (error) {
        if (isMissing(error)) throw new ArtifactLost(hash, 'missing', 'the store does not hold it');
        throw error;
      }
      const actual = hasher.digest('hex');
      if (actual !== hash)
        return await quarantine(hash, `its bytes hash to ${actual.slice(0, 12)}…; moved to quarantine`);
      return path;
    },
    async remove(hash) {
      await unlink(pathOf(hash)).catch(missingIsNull);
    },
    async *list() {
      const objects = join(root, 'objects');
      for (const prefix of ((await readdir(objects).catch(missingIsNull)) ?? []).sort()) {
        for (const rest of (await readdir(join(objects, prefix))).sort()) {
          const info = await stat(join(objects, prefix, rest)).catch(missingIsNull);
          if (info !== null && HASH_PATTERN.test(prefix + rest))
            yield { hash: prefix + rest, bytes: info.size, writtenAt: info.mtime };
        }
      }
    },
  };
}

/**
 * Removes what killed processes left: temporary files, and staging areas of attempts, in which nothing was written for
 * `olderThanMs`. Returns their count.
 */
export async function removeAbandonedFiles(root: string, olderThanMs: number): Promise<number> {
  let removed = 0;
  for (const folder of ['tmp', 'staging'])
    for (const name of (await readdir(join(root, folder)).catch(missingIsNull)) ?? []) {
      const path = join(root, folder, name);
      if (Date.now() - (await lastWritten(path)) < olderThanMs) continue;
      await rm(path, { recursive: true, force: true });
      removed += 1;
    }
  return removed;
}

/** Of a file, or of a folder and the files in it; now for what has gone meanwhile. */
async function lastWritten(path: string): Promise<number> {
  const info = await stat(path).catch(missingIsNull);
  if (info === null) return Date.now();
  if (!info.isDirectory()) return info.mtimeMs;
  const files = (await readdir(path).catch(missingIsNull)) ?? [];
  return Math.max(info.mtimeMs, ...(await Promise.all(files.map((file) => lastWritten(join(path, file))))));
}

export function objectPath(root: string, hash: string): string {
  if (!HASH_PATTERN.test(hash))
    throw new TypeError(`"${hash.slice(0, 80)}" is not a SHA-256 in lower-case hex`);
  return join(root, 'objects', hash.slice(0, 2), hash.slice(2));
}

export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory for fsync; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException)?.code === 'ENOENT';
export function missingIsNull(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

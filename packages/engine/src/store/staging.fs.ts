import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Probe } from '../probe.ts';
import { missingIsNull, objectPath, syncDirectory } from './artifacts.fs.ts';
import { ArtifactLost, HASH_PATTERN, type ArtifactStore, type Stored } from './artifacts.ts';
import { ClaimRefused, type Staging, type StagingArea } from './staging.ts';

/**
 * Staging in a folder beside the objects: `staging/<attempt>/<hash>`. Adopting hashes, syncs and renames, so a file is
 * synced once, by the side that is trusted to do it.
 */
const AREA_PATTERN = /^[A-Za-z0-9][A-Za-z0-9.-]{0,199}$/;
const PIECE_BYTES = 256 << 10;
/** Windows syncs only what is open for writing. */
const OPEN = process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY;

export function fsStaging(root: string, probe: Probe = () => {}): Staging {
  return {
    area(name) {
      if (!AREA_PATTERN.test(name))
        throw new TypeError(`"${name.slice(0, 80)}" is no name for a staging area`);
      return stagingArea({ root, folder: join(resolve(root), 'staging', name), probe });
    },
  };
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly probe: Probe;
}

function stagingArea({ root, folder, probe }: Place): StagingArea {
  const stagedPath = (hash: string) => {
    if (!HASH_PATTERN.test(hash)) throw new ClaimRefused(`"${hash.slice(0, 80)}" is not a SHA-256`);
    return join(folder, hash);
  };

  /** Only a plain file with one name: a link would hand over bytes that the executor need not have been able to read. */
  async function opened<T>(
    hash: string,
    use: (file: FileHandle, bytes: number) => Promise<T>,
  ): Promise<T | null> {
    const flags = OPEN | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    let file: FileHandle;
    try {
      file = await open(stagedPath(hash), flags);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      if (code === 'ELOOP' || code === 'ENXIO') throw new ClaimRefused(`${short(hash)} is not a plain file`);
      throw error;
    }
    try {
      const info = await file.stat();
      if (!info.isFile() || info.nlink > 1) throw new ClaimRefused(`${short(hash)} is not a plain file`);
      return await use(file, info.size);
    } finally {
      await file.close();
    }
  }

  async function verify(
    file: FileHandle,
    { hash, bytes, beginsWith = '' }: Stored & { beginsWith?: string },
  ): Promise<void> {
    const hasher = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes + 1));
    let at = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) break;
      const read = piece.subarray(0, bytesRead);
      if (at === 0 && read.subarray(0, beginsWith.length).toString('latin1') !== beginsWith)
        throw new ClaimRefused(`${short(hash)} does not begin with the step's key`);
      hasher.update(read);
      at += bytesRead;
    }
    if (at !== bytes || (at === 0 && beginsWith !== '') || hasher.digest('hex') !== hash)
      throw new ClaimRefused(`the bytes staged as ${short(hash)} are others`);
  }

  return {
    location: `fs:${folder}`,

    read: async (hash, maxBytes) =>
      await opened(hash, async (file, bytes) => {
        if (bytes > maxBytes) throw new ClaimRefused(`${short(hash)} is larger than ${maxBytes} bytes`);
        const content = await file.readFile();
        if (createHash('sha256').update(content).digest('hex') !== hash)
          throw new ClaimRefused(`the bytes staged as ${short(hash)} are others`);
        return content;
      }),

    async adopt(claim) {
      const { hash, bytes } = claim;
      const found = await opened(hash, async (file, size) => {
        if (size !== bytes) throw new ClaimRefused(`${short(hash)} has ${size} bytes, not ${bytes}`);
        await verify(file, claim);
        // A failed fsync refuses the bytes: the kernel may have dropped them, and asking again would report success.
        await file.sync();
        await probe('artifact:synced');
        return true;
      });
      if (found === null) return false;
      await keep(root, stagedPath(hash), claim);
      await probe('artifact:stored');
      return true;
    },

    discard: async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };

  /** Moves verified bytes among the objects. Equal bytes that are there already stay, and are touched for the collector. */
  async function keep(base: string, from: string, { hash, bytes }: Stored): Promise<void> {
    const target = objectPath(base, hash);
    const directory = join(target, '..');
    const present = await stat(target).catch(missingIsNull);
    if (present?.size === bytes && (await touch(target))) {
      await rm(from, { force: true });
      // Whoever put them there may not have synced the folder yet.
      return await syncDirectory(directory);
    }
    const fresh = (await mkdir(directory, { recursive: true })) !== undefined;
    await rename(from, target);
    await probe('artifact:renamed');
    await syncDirectory(directory);
    if (fresh) await syncDirectory(join(directory, '..'));
  }
}

async function touch(path: string): Promise<boolean> {
  const now = new Date();
  return (await utimes(path, now, now).then(() => true, missingIsNull)) ?? false;
}

/** A store for one step: it reads from `store` and what it staged itself, and writes into the staging folder only. */
export function stagedStore(store: ArtifactStore, folder: string, probe: Probe = () => {}): ArtifactStore {
  const staged = new Map<string, number>();
  const pathOf = (hash: string) => join(folder, hash);

  async function create() {
    await mkdir(folder, { recursive: true });
    const path = join(folder, randomUUID());
    const file = await open(path, 'wx');
    const hasher = createHash('sha256');
    let bytes = 0;
    const abort = async () => {
      await file.close().catch(() => {});
      await rm(path, { force: true }).catch(() => {});
    };
    return {
      async write(piece: Uint8Array) {
        hasher.update(piece);
        bytes += piece.byteLength;
        await file.writeFile(piece);
      },
      async commit(): Promise<Stored> {
        const hash = hasher.digest('hex');
        try {
          await probe('artifact:written');
        } catch (error) {
          await abort();
          throw error;
        }
        await file.close();
        await rename(path, pathOf(hash));
        staged.set(hash, bytes);
        return { hash, bytes };
      },
      abort,
    };
  }

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
      const content = await open(pathOf(hash), 'r').then(async (file) => {
        try {
          return await file.readFile();
        } finally {
          await file.close();
        }
      }, missingIsNull);
      if (content === null || createHash('sha256').update(content).digest('hex') !== hash)
        throw new ArtifactLost(
          hash,
          content === null ? 'missing' : 'corrupt',
          'it was staged by this attempt',
        );
      return content;
    },
    localPath: async (hash) => (staged.has(hash) ? pathOf(hash) : await store.localPath(hash)),
    has: async (hash, bytes) =>
      staged.has(hash) ? bytes === undefined || staged.get(hash) === bytes : await store.has(hash, bytes),
    async remove(hash) {
      if (staged.delete(hash)) await rm(pathOf(hash), { force: true });
    },
    list: () => store.list(),
  };
}

/** The folder of an "fs:" location. @throws on another kind of location, and on a path that is not absolute. */
export function folderOf(location: string): string {
  const path = location.startsWith('fs:') ? location.slice(3) : '';
  if (!/^(\/|[A-Za-z]:[\\/])/.test(path))
    throw new TypeError(
      `this executor reads and writes "fs:" and an absolute folder, not "${location.slice(0, 80)}"`,
    );
  return path;
}

const short = (hash: string): string => `${hash.slice(0, 12)}…`;

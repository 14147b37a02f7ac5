import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Probe } from '../probe.ts';
import { HASH_PATTERN, type Stored } from './artifacts.ts';
import { placeObject, syncBytes } from './artifacts.fs.ts';
import { storeUrl } from './openStore.ts';
import { ClaimRefused, type StagingArea } from './staging.ts';

/**
 * Staging in a folder beside the objects: `staging/<attempt>/<hash>`. Adopting hashes, syncs and renames, so a file is
 * synced once, by the side that is trusted to do it.
 */
const AREA_PATTERN = /^[A-Za-z0-9][A-Za-z0-9.-]{0,199}$/;
const PIECE_BYTES = 256 << 10;
/** Windows syncs only what is open for writing. */
const OPEN = process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY;

/** @param name tells attempts apart; see `StagingStore.area` */
export function fsStagingArea(root: string, name: string, probe: Probe = () => {}): StagingArea {
  if (!AREA_PATTERN.test(name)) throw new TypeError(`"${name.slice(0, 80)}" is no name for a staging area`);
  const folder = join(root, 'staging', name);
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
      const read = piece.subarray(0, bytesRead);
      if (at === 0 && read.subarray(0, beginsWith.length).toString('latin1') !== beginsWith)
        throw new ClaimRefused(`${short(hash)} does not begin with the step's key`);
      hasher.update(read);
      at += bytesRead;
      // All that there should be, and not as much as was asked for: the end, without another read.
      if (bytesRead === 0 || (at === bytes && bytesRead < piece.length)) break;
    }
    if (at !== bytes || hasher.digest('hex') !== hash)
      throw new ClaimRefused(`the bytes staged as ${short(hash)} are others`);
  }

  return {
    url: storeUrl(folder),

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
        await syncBytes(file, probe);
        return true;
      });
      if (found === null) return false;
      // Over an equal object, should there be one: these bytes were just verified, and that one may have been damaged.
      await placeObject(root, { path: stagedPath(hash), hash, probe });
      return true;
    },

    async discard() {
      // Nearly always it is empty, or was never made.
      await rmdir(folder).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      });
    },
  };
}

const short = (hash: string): string => `${hash.slice(0, 12)}…`;

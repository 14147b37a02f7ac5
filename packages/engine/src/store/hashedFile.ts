import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Probe } from '../probe.ts';
import type { ArtifactSink } from './artifacts.ts';

export interface HashedFileOptions {
  readonly probe: Probe;
  /** After the last write, while the file is open. When it throws, nothing is left. */
  readonly written?: (file: FileHandle) => Promise<void>;
  /** Gives the closed file the name that its hash asks for. */
  readonly place: (path: string, hash: string) => Promise<void>;
}

/** A file in `folder` under a name of no meaning, hashed while it is written. */
export async function hashedFile(
  folder: string,
  { probe, written, place }: HashedFileOptions,
): Promise<ArtifactSink> {
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
        await written?.(file);
      } catch (error) {
        await abort();
        throw error;
      }
      await file.close();
      await place(path, hash);
      return { hash, bytes };
    },
  };
}

import type { Tx } from '@weft/db';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { WeftError } from '../../errors.ts';
import { formatUpload, uploadPlace } from './place.ts';

export interface NewUpload {
  readonly workspaceId: string;
  readonly userId: string;
  /** As the person calls it: kept to be shown, cleaned for the disk. */
  readonly name: string;
  readonly content: Readable;
  readonly limit: number;
  readonly tooLarge: () => WeftError;
}

export interface StoredUpload {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  /** What a param that names this file says. */
  readonly path: string;
}

/**
 * Writes a file under its hash: a temporary one first, hashed while it is written, fsynced, renamed, its folder fsynced,
 * and only then its row. An upload that breaks off leaves nothing. The same file under the same name is stored once.
 *
 * @throws WeftError too_large or no_space
 */
export async function storeUpload(
  { tenant, uploadsDir }: { tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>; uploadsDir: string },
  upload: NewUpload,
): Promise<StoredUpload> {
  const { workspaceId, userId, name } = upload;
  const temporary = join(uploadsDir, 'tmp', randomUUID());
  try {
    await mkdir(dirname(temporary), { recursive: true });
    const { hash, bytes } = await write(temporary, upload);
    const place = uploadPlace(uploadsDir, workspaceId, { hash, name });
    await mkdir(dirname(place), { recursive: true });
    await rename(temporary, place);
    for (const folder of [dirname(place), dirname(dirname(place))]) await syncFolder(folder);
    await tenant(
      async (tx) =>
        await tx.query(
          `insert into uploads (workspace_id, hash, name, bytes, created_by) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id, hash, name) do nothing`,
          [workspaceId, hash, name, bytes, userId],
        ),
    );
    return { hash, name, bytes, path: formatUpload({ hash, name }) };
  } catch (error) {
    await rm(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new WeftError('no_space', {}, { cause: error });
    throw error;
  }
}

async function write(
  path: string,
  { content, limit, tooLarge }: NewUpload,
): Promise<{ hash: string; bytes: number }> {
  const file = await open(path, 'wx');
  try {
    const hasher = createHash('sha256');
    let bytes = 0;
    // Left open when it is too large: a destroyed request cannot be answered.
    for await (const piece of content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += piece.byteLength;
      if (bytes > limit) throw tooLarge();
      hasher.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
    return { hash: hasher.digest('hex'), bytes };
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

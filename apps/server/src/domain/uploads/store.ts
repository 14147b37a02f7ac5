import type { Tx } from '@weft/db';
import type { Engine } from '@weft/engine';
import { nameBytes, parseStoreUrl, storeFile } from '@weft/engine/store';
import type { Readable } from 'node:stream';
import { WeftError } from '../../errors.ts';
import { formatUpload } from './place.ts';
import { safeName } from './safeName.ts';

export interface UploadDeps {
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly engine: Pick<Engine, 'store' | 'reportStored'>;
}

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
 * Streams a file into the store, and only then writes its row. An upload that breaks off leaves nothing. The same file
 * under the same name is stored once.
 *
 * @throws WeftError too_large or no_space
 */
export async function storeUpload({ tenant, engine }: UploadDeps, upload: NewUpload): Promise<StoredUpload> {
  const { workspaceId, userId, name } = upload;
  try {
    const { hash, bytes } = await storeFile(engine.store, bounded(upload));
    await nameBytes(parseStoreUrl(engine.store.url).folder, hash, safeName(name));
    await engine.reportStored(hash);
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new WeftError('no_space', {}, { cause: error });
    throw error;
  }
}

async function* bounded({ content, limit, tooLarge }: NewUpload): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Left open when it is too large: a destroyed request cannot be answered.
  for await (const piece of content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.byteLength;
    if (bytes > limit) throw tooLarge();
    yield piece;
  }
}

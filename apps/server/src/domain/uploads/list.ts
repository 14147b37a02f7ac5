import type { Tx } from '@weft/db';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import { formatUpload } from './place.ts';

export interface UploadItem {
  readonly hash: string;
  readonly name: string;
  readonly bytes: number;
  readonly createdAt: string;
  /** What a param that names this file says. */
  readonly path: string;
}

interface Row {
  hash: string;
  name: string;
  digest: string;
  bytes: bigint;
  created_at: Date;
}

/** The files people gave to the workspace, newest first. */
export async function listUploads(
  tx: Tx,
  { workspaceId, cursor, limit }: { workspaceId: string; cursor?: string; limit: number },
): Promise<Page<UploadItem>> {
  const after = keyAfter(cursor, z.tuple([z.iso.datetime(), z.hash('sha256'), z.hash('md5')]));
  const { rows } = await tx.query<Row>(
    // Names may be long; in a cursor their digest stands for them.
    `select hash, name, md5(name) as digest, bytes, created_at from uploads
     where workspace_id = $1 and ($2::timestamptz is null or (created_at, hash, md5(name)) < ($2, $3, $4))
     order by created_at desc, hash desc, md5(name) desc limit $5`,
    [workspaceId, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: ({ created_at, hash, digest }) => [created_at.toISOString(), hash, digest],
    item: ({ hash, name, bytes, created_at }) => ({
      hash,
      name,
      bytes: Number(bytes),
      createdAt: created_at.toISOString(),
      path: formatUpload({ hash, name }),
    }),
  });
}

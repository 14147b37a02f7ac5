import type pg from 'pg';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import { isScope, type Scope } from '../../policy/scopes.ts';

export interface KeyItem {
  readonly keyId: string;
  readonly name: string;
  /** How the key begins, to tell one from another. */
  readonly start: string;
  readonly scopes: readonly Scope[];
  /** Who made it; it acts for them and never with more rights than they have. */
  readonly madeBy: { readonly userId: string; readonly name: string };
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

const sortKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** The workspace's keys that work, newest first. */
export async function listKeys(
  pool: Pick<pg.Pool, 'query'>,
  { workspaceId, cursor, limit }: { workspaceId: string; cursor: string | undefined; limit: number },
): Promise<Page<KeyItem>> {
  const after = keyAfter(cursor, sortKey);
  const { rows } = await pool.query<{
    id: string;
    name: string | null;
    start: string | null;
    scopes: string[];
    user_id: string;
    maker: string;
    created_at: Date;
    expires_at: Date | null;
  }>(
    `select k.id, k.name, k.start, coalesce(k.permissions::jsonb -> 'scopes', '[]') as scopes,
       u.id as user_id, u.name as maker, k.created_at, k.expires_at
     from api_keys k
     join memberships m on m.user_id::text = k.reference_id and m.workspace_id = $1
     join users u on u.id = m.user_id
     where k.metadata::jsonb ->> 'workspaceId' = $1::text and k.enabled
       and (k.expires_at is null or k.expires_at > now())
       and ($2::timestamptz is null or (k.created_at, k.id) < ($2, $3::uuid))
     order by k.created_at desc, k.id desc limit $4`,
    [workspaceId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => ({
      keyId: row.id,
      name: row.name ?? '',
      start: row.start ?? '',
      scopes: row.scopes.filter(isScope),
      madeBy: { userId: row.user_id, name: row.maker },
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
    }),
  });
}

import type pg from 'pg';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import type { Role } from '../../policy/actions.ts';

export interface MemberItem {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly image: string | null;
  readonly role: Role;
  readonly joinedAt: string;
}

const sortKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** Members in the order they joined. */
export async function listMembers(
  pool: Pick<pg.Pool, 'query'>,
  { workspaceId, cursor, limit }: { workspaceId: string; cursor: string | undefined; limit: number },
): Promise<Page<MemberItem>> {
  const after = keyAfter(cursor, sortKey);
  const { rows } = await pool.query<{
    id: string;
    name: string;
    email: string;
    image: string | null;
    role: Role;
    created_at: Date;
  }>(
    `select u.id, u.name, u.email, u.image, m.role, m.created_at
     from memberships m join users u on u.id = m.user_id
     where m.workspace_id = $1 and ($2::timestamptz is null or (m.created_at, u.id) > ($2, $3::uuid))
     order by m.created_at, u.id limit $4`,
    [workspaceId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => ({
      userId: row.id,
      name: row.name,
      email: row.email,
      image: row.image,
      role: row.role,
      joinedAt: row.created_at.toISOString(),
    }),
  });
}

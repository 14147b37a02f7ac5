import type pg from 'pg';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import type { Role } from '../../policy/actions.ts';

export interface InvitationItem {
  readonly invitationId: string;
  readonly email: string;
  readonly role: Role;
  readonly inviter: string;
  readonly link: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

const sortKey = z.tuple([z.iso.datetime(), z.uuid()]);

export const linkOf = (baseUrl: string, invitationId: string): string =>
  `${baseUrl}/invitations/${invitationId}`;

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(
  pool: Pick<pg.Pool, 'query'>,
  page: { workspaceId: string; baseUrl: string; cursor: string | undefined; limit: number },
): Promise<Page<InvitationItem>> {
  const { workspaceId, baseUrl, cursor, limit } = page;
  const after = keyAfter(cursor, sortKey);
  const { rows } = await pool.query<{
    id: string;
    email: string;
    role: Role;
    inviter: string;
    created_at: Date;
    expires_at: Date;
  }>(
    `select i.id, i.email, i.role, u.name as inviter, i.created_at, i.expires_at
     from invitations i join users u on u.id = i.inviter_id
     where i.workspace_id = $1 and i.status = 'pending' and i.expires_at > now()
       and ($2::timestamptz is null or (i.created_at, i.id) < ($2, $3::uuid))
     order by i.created_at desc, i.id desc limit $4`,
    [workspaceId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => ({
      invitationId: row.id,
      email: row.email,
      role: row.role,
      inviter: row.inviter,
      link: linkOf(baseUrl, row.id),
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }),
  });
}

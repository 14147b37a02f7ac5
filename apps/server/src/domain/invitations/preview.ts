import type pg from 'pg';
import type { Role } from '../../policy/actions.ts';

export interface InvitationPreview {
  readonly workspace: string;
  readonly email: string;
  readonly role: Role;
  readonly inviter: string;
}

/** What the holder of an invitation's link sees before signing in; null when it can no longer be accepted. */
export async function previewInvitation(
  pool: Pick<pg.Pool, 'query'>,
  invitationId: string,
): Promise<InvitationPreview | null> {
  const { rows } = await pool.query<InvitationPreview>(
    `select w.name as workspace, i.email, i.role, u.name as inviter
     from invitations i join workspaces w on w.id = i.workspace_id join users u on u.id = i.inviter_id
     where i.id = $1 and i.status = 'pending' and i.expires_at > now()`,
    [invitationId],
  );
  return rows[0] ?? null;
}

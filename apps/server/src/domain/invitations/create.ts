import type pg from 'pg';
import { WeftError } from '../../errors.ts';
import type { Role } from '../../policy/actions.ts';
import { decideGrant } from '../../policy/grants.ts';

/** How long an invitation can be accepted. */
export const INVITATION_DAYS = 7;

/**
 * Invites an e-mail; an earlier invitation of it to the same workspace is replaced. Weft sends no mail: whoever invites hands the link on. Its id is 122 random bits, which is the secret.
 *
 * @throws WeftError owners_only, already_member
 */
export async function createInvitation(
  pool: Pick<pg.Pool, 'query'>,
  invitation: { workspaceId: string; email: string; role: Role; inviterId: string; invitersRole: Role },
): Promise<string> {
  const { workspaceId, email, role, inviterId, invitersRole } = invitation;
  const decision = decideGrant(invitersRole, { from: null, to: role });
  if (decision !== 'allow') throw new WeftError(decision);
  const { rows } = await pool.query<{ id: string }>(
    `with replaced as (
       update invitations set status = 'canceled' where workspace_id = $1 and email = $2 and status = 'pending'
     )
     insert into invitations (id, workspace_id, email, role, status, expires_at, inviter_id)
     select gen_random_uuid(), $1, $2, $3, 'pending', now() + make_interval(days => $5), $4
     where not exists (
       select from memberships m join users u on u.id = m.user_id where m.workspace_id = $1 and u.email = $2)
     returning id`,
    [workspaceId, email, role, inviterId, INVITATION_DAYS],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new WeftError('already_member', { email });
  return id;
}

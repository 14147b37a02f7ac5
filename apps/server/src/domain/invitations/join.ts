import type { Tx } from '@weft/db';
import { WeftError } from '../../errors.ts';
import { rightsChanged } from '../../identity/rightsChanged.ts';
import type { Role } from '../../policy/actions.ts';
import { decideGrant } from '../../policy/grants.ts';

/** What an invitation gives. */
export interface Place {
  readonly workspaceId: string;
  readonly role: Role;
}

/**
 * Uses an invitation up. Under the lock of its row, so of two at once one gets it. It holds only while whoever invited could
 * still do so.
 *
 * @throws WeftError invitation_over, invitation_foreign
 */
export async function takeInvitation(
  tx: Tx,
  { invitationId, email }: { invitationId: string; email: string },
): Promise<Place> {
  const { rows } = await tx.query<{
    workspace_id: string;
    email: string;
    role: Role;
    inviters_role: Role | null;
  }>(
    `select i.workspace_id, i.email, i.role,
       (select m.role from memberships m
        where m.workspace_id = i.workspace_id and m.user_id = i.inviter_id) as inviters_role
     from invitations i
     where i.id = $1 and i.status = 'pending' and i.expires_at > now() for update`,
    [invitationId],
  );
  const invitation = rows[0];
  if (invitation === undefined) throw new WeftError('invitation_over');
  const { workspace_id: workspaceId, role, inviters_role: inviter } = invitation;
  if (inviter === null || decideGrant(inviter, { from: null, to: role }) !== 'allow')
    throw new WeftError('invitation_over');
  if (invitation.email !== email) throw new WeftError('invitation_foreign', { email: invitation.email });
  await tx.query(`update invitations set status = 'accepted' where id = $1`, [invitationId]);
  return { workspaceId, role };
}

/** Makes somebody a member; who is one already stays what they are. */
export async function join(tx: Tx, { userId, workspaceId, role }: Place & { userId: string }): Promise<void> {
  await tx.query(
    `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, $3)
     on conflict (workspace_id, user_id) do nothing`,
    [workspaceId, userId, role],
  );
  await rightsChanged(tx, userId);
}

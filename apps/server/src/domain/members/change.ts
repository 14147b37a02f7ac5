import type pg from 'pg';
import { WeftError } from '../../errors.ts';
import { inTransaction, type Tx } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';
import type { Role } from '../../policy/actions.ts';
import { decideGrant, type MembershipChange } from '../../policy/grants.ts';

export interface MemberChange {
  readonly workspaceId: string;
  /** Whose membership changes. */
  readonly userId: string;
  /** Null removes them. */
  readonly to: Role | null;
  /** The person who changes it. */
  readonly by: string;
}

type Membership = Pick<MemberChange, 'workspaceId' | 'userId'>;

/**
 * Changes or ends a membership. Reads the roles again under the lock of the workspace, as they may have changed since the
 * request was let in.
 *
 * @throws WeftError not_found, forbidden, owners_only, last_owner
 */
export async function changeMember(pool: pg.Pool, { by, to, ...member }: MemberChange): Promise<void> {
  await withMembers(pool, member, async (tx, roles) => {
    const [actor, from] = [roles.get(by), roles.get(member.userId)];
    if (actor === undefined || from === undefined) throw new WeftError('not_found');
    const decision = decideGrant(actor, { from, to });
    if (decision !== 'allow') throw new WeftError(decision);
    await setRole(tx, member, { from, to, roles });
  });
}

/** Ends one's own membership, whatever the role. @throws WeftError not_found, last_owner */
export async function leaveWorkspace(pool: pg.Pool, { workspaceId, userId }: Membership): Promise<void> {
  const member = { workspaceId, userId };
  await withMembers(pool, member, async (tx, roles) => {
    const from = roles.get(userId);
    if (from === undefined) throw new WeftError('not_found');
    await setRole(tx, member, { from, to: null, roles });
  });
}

/** Works under the lock of the workspace's row with the roles of all members: of two last owners who leave at once, one stays. */
async function withMembers(
  pool: pg.Pool,
  { workspaceId }: Membership,
  work: (tx: Tx, roles: ReadonlyMap<string, Role>) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`select from workspaces where id = $1 for update`, [workspaceId]);
    const { rows } = await tx.query<{ user_id: string; role: Role }>(
      `select user_id, role from memberships where workspace_id = $1`,
      [workspaceId],
    );
    await work(tx, new Map(rows.map(({ user_id, role }) => [user_id, role])));
  });
}

async function setRole(
  tx: Tx,
  { workspaceId, userId }: Membership,
  { from, to, roles }: MembershipChange & { readonly roles: ReadonlyMap<string, Role> },
): Promise<void> {
  const owners = [...roles.values()].filter((role) => role === 'owner').length;
  if (from === 'owner' && to !== 'owner' && owners === 1) throw new WeftError('last_owner');
  if (to === null) {
    await tx.query(`delete from memberships where workspace_id = $1 and user_id = $2`, [workspaceId, userId]);
    // Without a membership they are dead; disabled, they stay so when the person is invited again.
    await tx.query(
      `update api_keys set enabled = false, updated_at = now()
       where reference_id = $2::text and metadata::jsonb ->> 'workspaceId' = $1::text`,
      [workspaceId, userId],
    );
  } else
    await tx.query(`update memberships set role = $3 where workspace_id = $1 and user_id = $2`, [
      workspaceId,
      userId,
      to,
    ]);
  await rightsChanged(tx, userId);
}

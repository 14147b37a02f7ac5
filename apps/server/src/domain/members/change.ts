import type pg from 'pg';
import { WeftError } from '../../errors.ts';
import { inTransaction } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';
import type { Role } from '../../policy/actions.ts';
import { mayGrant } from '../../policy/grants.ts';

export interface MemberChange {
  readonly workspaceId: string;
  /** Whose membership changes. */
  readonly userId: string;
  /** Null removes them. */
  readonly to: Role | null;
  /** Who changes it; the same as `userId` when somebody leaves. */
  readonly by: string;
}

/**
 * Changes or ends a membership. Under the lock of the workspace's row: of two last owners who leave at once, one stays. The
 * roles are read again there, as they may have changed since the request was let in.
 *
 * @throws WeftError not_found, forbidden, owners_only, last_owner
 */
export async function changeMember(
  pool: pg.Pool,
  { workspaceId, userId, to, by }: MemberChange,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`select from workspaces where id = $1 for update`, [workspaceId]);
    const { rows } = await tx.query<{ user_id: string; role: Role; owners: number }>(
      `select user_id, role,
         (select count(*)::int from memberships where workspace_id = $1 and role = 'owner') as owners
       from memberships where workspace_id = $1 and user_id = any($2::uuid[])`,
      [workspaceId, [userId, by]],
    );
    const target = rows.find((row) => row.user_id === userId);
    const actor = rows.find((row) => row.user_id === by);
    if (actor === undefined || target === undefined) throw new WeftError('not_found');
    const leaves = userId === by && to === null;
    if (!leaves && !mayGrant(actor.role, { from: target.role, to }))
      throw new WeftError(actor.role === 'admin' ? 'owners_only' : 'forbidden');
    if (target.role === 'owner' && to !== 'owner' && target.owners === 1) throw new WeftError('last_owner');
    if (to === null) {
      await tx.query(`delete from memberships where workspace_id = $1 and user_id = $2`, [
        workspaceId,
        userId,
      ]);
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
  });
}

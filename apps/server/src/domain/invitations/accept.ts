import type pg from 'pg';
import { inTransaction } from '@weft/db';
import { join, takeInvitation } from './join.ts';

/**
 * Makes a person a member of the workspace they were invited to. Returns its id.
 *
 * @throws WeftError invitation_over, invitation_foreign
 */
export async function acceptInvitation(
  pool: pg.Pool,
  { invitationId, userId, email }: { invitationId: string; userId: string; email: string },
): Promise<string> {
  return await inTransaction(pool, async (tx) => {
    const place = await takeInvitation(tx, { invitationId, email });
    await join(tx, { ...place, userId });
    return place.workspaceId;
  });
}

import type pg from 'pg';
import { inTransaction } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';

/** Ends one session of a person; false when they have no such session. Its next request is anonymous, its sockets close. */
export async function revokeSession(
  pool: pg.Pool,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<boolean> {
  return await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(`delete from sessions where id = $1 and user_id = $2`, [
      sessionId,
      userId,
    ]);
    if (rowCount === 1) await rightsChanged(tx, userId);
    return rowCount === 1;
  });
}

/** Ends every session of a person but this one. */
export async function revokeOtherSessions(
  pool: pg.Pool,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`delete from sessions where user_id = $1 and id <> $2`, [userId, sessionId]);
    await rightsChanged(tx, userId);
  });
}

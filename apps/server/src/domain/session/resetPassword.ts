import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';
import { WeftError } from '../../errors.ts';
import { setPassword } from '../../identity/people.ts';
import { takeResetToken } from '../../identity/resetLink.ts';
import { inTransaction } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';

/**
 * Sets the password of whoever the link was made for, and ends all their sessions.
 *
 * @throws WeftError reset_used
 */
export async function resetPassword(
  pool: pg.Pool,
  { token, password }: { token: string; password: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const userId = await takeResetToken(tx, token);
    if (userId === null) throw new WeftError('reset_used');
    await setPassword(tx, { userId, passwordHash: await hashPassword(password) });
    await tx.query(`delete from sessions where user_id = $1`, [userId]);
    await rightsChanged(tx, userId);
  });
}

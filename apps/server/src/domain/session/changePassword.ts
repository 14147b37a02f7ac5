import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type pg from 'pg';
import { WeftError } from '../../errors.ts';
import { setPassword } from '../../identity/people.ts';
import { inTransaction } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';

/**
 * Changes a password and ends the person's other sessions: whoever changes one often suspects that somebody else knows it.
 *
 * @throws WeftError wrong_password, also for somebody who has none because they sign in at a provider
 */
export async function changePassword(
  pool: pg.Pool,
  change: { userId: string; sessionId: string; current: string; next: string },
): Promise<void> {
  const { userId, sessionId, current, next } = change;
  const { rows } = await pool.query<{ password: string | null }>(
    `select password from accounts where user_id = $1 and provider_id = 'credential'`,
    [userId],
  );
  const hash = rows[0]?.password ?? null;
  if (hash === null || !(await verifyPassword({ hash, password: current })))
    throw new WeftError('wrong_password');
  const passwordHash = await hashPassword(next);
  await inTransaction(pool, async (tx) => {
    await setPassword(tx, { userId, passwordHash });
    await tx.query(`delete from sessions where user_id = $1 and id <> $2`, [userId, sessionId]);
    await rightsChanged(tx, userId);
  });
}

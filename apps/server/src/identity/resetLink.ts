import type pg from 'pg';
import { hashToken, newToken } from './oneTime.ts';
import { inTransaction } from '@weft/db';

/** Marks the rows of `verifications` that are ours; the rest is better-auth's. */
const PREFIX = 'weft:reset-password:';

/**
 * A link that lets somebody choose a new password, once and within an hour; earlier links of theirs stop working. Whoever runs
 * the machine makes it, as Weft sends no mail. Null when nobody has that e-mail.
 */
export async function resetLink(
  pool: pg.Pool,
  { email, baseUrl }: { email: string; baseUrl: string },
): Promise<string | null> {
  const token = newToken();
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(`select id from users where email = lower($1)`, [
      email.trim(),
    ]);
    const user = rows[0];
    if (user === undefined) return null;
    await tx.query(`delete from verifications where value = $1 and starts_with(identifier, $2)`, [
      user.id,
      PREFIX,
    ]);
    await tx.query(
      `insert into verifications (id, identifier, value, expires_at)
       values (gen_random_uuid(), $1, $2, now() + interval '1 hour')`,
      [PREFIX + hashToken(token), user.id],
    );
    return `${baseUrl}/reset-password#${token}`;
  });
}

/** Uses the link up: deleting is what makes it work once. Null when it was used, expired, or never was one. */
export async function takeResetToken(tx: Pick<pg.Pool, 'query'>, token: string): Promise<string | null> {
  const { rows } = await tx.query<{ value: string; good: boolean }>(
    `delete from verifications where identifier = $1 returning value, expires_at > now() as good`,
    [PREFIX + hashToken(token)],
  );
  return rows[0]?.good === true ? rows[0].value : null;
}

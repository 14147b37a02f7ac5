import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';
import { WeftError, type Language } from '../errors.ts';
import { hashToken, newToken } from './oneTime.ts';
import { createPerson } from './people.ts';
import { inTransaction } from '@weft/db';

/** The tenant of a single-user installation; the first migration makes it. */
const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';

/**
 * A new link that makes its holder the owner, or null when somebody is. It works for 24 hours and until the next one is
 * made. The token stands behind the #, so that it reaches no server's log.
 */
export async function setupLink(pool: Pick<pg.Pool, 'query'>, baseUrl: string): Promise<string | null> {
  const token = newToken();
  const { rowCount } = await pool.query(
    `update installation set setup_hash = $1, setup_expires = now() + interval '24 hours'
     where id = 1 and claimed_at is null`,
    [hashToken(token)],
  );
  return rowCount === 1 ? `${baseUrl}/setup#${token}` : null;
}

/** Whether this installation still waits for its owner. */
export async function needsSetup(pool: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rowCount } = await pool.query(`select from installation where id = 1 and claimed_at is null`);
  return rowCount === 1;
}

export async function isSetupToken(pool: Pick<pg.Pool, 'query'>, token: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from installation where id = 1 and claimed_at is null and setup_hash = $1 and setup_expires > now()`,
    [hashToken(token)],
  );
  return rowCount === 1;
}

/**
 * Makes the owner. The first statement both takes the lock and uses up the link: of many at once one goes on, and the others
 * find it used when that one is done. If that one fails, the link is whole again.
 *
 * @throws WeftError setup_used, email_taken
 */
export async function claimSetup(
  pool: pg.Pool,
  owner: { token: string; name: string; email: string; password: string; language: Language },
): Promise<void> {
  const { token, name, email, password, language } = owner;
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `update installation set claimed_at = now(), setup_hash = null, setup_expires = null
       where id = 1 and claimed_at is null and setup_hash = $1 and setup_expires > now()`,
      [hashToken(token)],
    );
    if (rowCount !== 1) throw new WeftError('setup_used');
    const passwordHash = await hashPassword(password);
    const userId = await createPerson(tx, { name, email, passwordHash, language });
    await tx.query(
      `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, 'owner')`,
      [DEFAULT_WORKSPACE, userId],
    );
  });
}

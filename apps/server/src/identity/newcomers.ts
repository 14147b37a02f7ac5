import type pg from 'pg';
import { createWorkspace } from '../domain/workspaces/create.ts';
import type { SignUp } from './accounts.ts';
import { inTransaction } from '@weft/db';

/**
 * Whether somebody whom a provider vouches for may get an account here. Where one has to be invited, the provider must
 * have proven the address: else anybody there could claim an invited one.
 */
export async function mayJoin(
  pool: Pick<pg.Pool, 'query'>,
  { signUp, email, proven }: { signUp: SignUp; email: string; proven: boolean },
): Promise<boolean> {
  if (signUp === 'open') return true;
  if (!proven) return false;
  const { rowCount } = await pool.query(
    `select from invitations where lower(email) = lower($1) and status = 'pending' and expires_at > now() limit 1`,
    [email],
  );
  return rowCount === 1;
}

/** What somebody new gets: where everybody may join, a workspace of their own; else what they accept an invitation to. */
export async function settle(
  pool: pg.Pool,
  { signUp, userId, name }: { signUp: SignUp; userId: string; name: string },
): Promise<void> {
  if (signUp === 'invited') return;
  await inTransaction(pool, async (tx) => await createWorkspace(tx, { ownerId: userId, name }));
}

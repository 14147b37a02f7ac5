import type { Tx } from '@weft/db';
import type pg from 'pg';

/**
 * One transaction as the owner of the tables. People, memberships and keys are not written by `weft_tenant`: some belong to
 * no workspace, and none may be changed by a query that only knows one.
 *
 * @throws what `work` throws, after rolling back
 */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Tells every server that a person's rights changed, once the transaction is committed: their sockets are checked anew. */
export async function rightsChanged(tx: Tx, userId: string): Promise<void> {
  await tx.query(`select pg_notify('weft_access', $1)`, [userId]);
}

/**
 * The second wall around a workspace. Queries of the API run as the role `weft_tenant`, which row-level security
 * shows the rows of one workspace only, so that a query which forgot its filter finds nothing foreign. Role and
 * setting are the transaction's: a connection goes back to the pool as it came.
 */
import type pg from 'pg';

export type Tx = Pick<pg.ClientBase, 'query'>;

/**
 * One transaction that sees nothing but this workspace.
 *
 * @throws what `work` throws, after rolling back
 */
export async function asTenant<T>(
  pool: pg.Pool,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    await client.query(
      `select set_config('weft.workspace', $1, true), set_config('role', 'weft_tenant', true)`,
      [workspaceId],
    );
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

/**
 * The second wall around a workspace. Queries of the API run as the role `weft_tenant`, which row-level security
 * shows the rows of one workspace only, so that a query which forgot its filter finds nothing foreign. Role and
 * setting are the transaction's: a connection goes back to the pool as it came.
 */
import type pg from 'pg';
import { inTransaction, type Tx } from './transaction.ts';

/**
 * One transaction that sees nothing but this workspace.
 *
 * @throws what `work` throws, after rolling back
 */
export const asTenant = async <T>(
  pool: pg.Pool,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  await inTransaction(pool, async (tx) => {
    await tx.query(`select set_config('weft.workspace', $1, true), set_config('role', 'weft_tenant', true)`, [
      workspaceId,
    ]);
    return await work(tx);
  });

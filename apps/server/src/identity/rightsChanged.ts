import type { Tx } from '@weft/db';

/**
 * Tells every server that the rights of a person or in a workspace changed, once the transaction is committed: it checks
 * their sockets and its subscriptions anew. `id` is the person's or the workspace's.
 */
export async function rightsChanged(tx: Tx, id: string): Promise<void> {
  await tx.query(`select pg_notify('weft_access', $1)`, [id]);
}

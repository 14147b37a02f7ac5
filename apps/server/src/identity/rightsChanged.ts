import type { Tx } from '@weft/db';

/** Tells every server that a person's rights changed, once the transaction is committed: their sockets are checked anew. */
export async function rightsChanged(tx: Tx, userId: string): Promise<void> {
  await tx.query(`select pg_notify('weft_access', $1)`, [userId]);
}

import type { Tx } from './tx.ts';

/**
 * Which bytes are gone, as rows: `lost_bytes` has one for each hash that a read found missing or damaged, whatever
 * workspaces name it. `weft_lost(workspace, outputs)` in SQL says whether anything that some outputs consist of (files
 * of manifests included) is among them, so that everybody who asks for results asks the same question, for a thousand
 * keys in one statement.
 */
export interface Loss {
  readonly hash: string;
  readonly how: 'missing' | 'damaged';
}

/** In the order of hashes, so that two transactions that find the same losses wait for each other in one order. */
export async function markLost(tx: Tx, losses: readonly Loss[]): Promise<void> {
  if (losses.length === 0) return;
  const ordered = losses.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  await tx.query(
    `insert into lost_bytes (hash, how) select hash, how from unnest($1::text[], $2::text[]) as l(hash, how)
     on conflict do nothing`,
    [ordered.map(({ hash }) => hash), ordered.map(({ how }) => how)],
  );
}

/** The bytes were stored again. */
export async function markStored(tx: Tx, hashes: readonly string[]): Promise<void> {
  await tx.query('delete from lost_bytes where hash = any($1)', [hashes]);
}

import type pg from 'pg';
import { inTransaction } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';

/** Ends a key; false when the workspace has none with that id. Its next request is anonymous, its sockets close. */
export async function revokeKey(
  pool: pg.Pool,
  { workspaceId, keyId }: { workspaceId: string; keyId: string },
): Promise<boolean> {
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ reference_id: string }>(
      `delete from api_keys where id = $1 and metadata::jsonb ->> 'workspaceId' = $2 returning reference_id`,
      [keyId, workspaceId],
    );
    const maker = rows[0]?.reference_id;
    if (maker !== undefined) await rightsChanged(tx, maker);
    return maker !== undefined;
  });
}

import type { Tx } from '@weft/db';
import { rightsChanged } from '../../identity/rightsChanged.ts';

/**
 * Hides a document with its runs and everything they made, or shows it again. Its history stays, so that neither loses
 * anything; runs go on.
 */
export async function setDeleted(
  tx: Tx,
  { workspaceId, documentId, deleted }: { workspaceId: string; documentId: string; deleted: boolean },
): Promise<void> {
  await tx.query(
    `update documents set deleted_at = case when $3 then coalesce(deleted_at, now()) end
     where workspace_id = $1 and id = $2`,
    [workspaceId, documentId, deleted],
  );
  // Every server looks again who may stay: sockets close, and subscriptions to the document and its runs end.
  await rightsChanged(tx, workspaceId);
}

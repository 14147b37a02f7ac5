import type { Tx } from '@weft/db';
import { WeftError } from '../../errors.ts';

export interface DocumentView {
  readonly documentId: string;
  readonly workspaceId: string;
  /** What runs know it by. */
  readonly ref: string;
  readonly title: string;
  readonly origin: string | null;
  readonly createdAt: string;
}

/** The entry of a document; its content is live, in its room. @throws WeftError not_found */
export async function getDocument(
  tx: Tx,
  { workspaceId, documentId }: { workspaceId: string; documentId: string },
): Promise<DocumentView> {
  const { rows } = await tx.query<{ ref: string; title: string; origin: string | null; created_at: Date }>(
    `select ref, title, origin, created_at from documents where workspace_id = $1 and id = $2 and deleted_at is null`,
    [workspaceId, documentId],
  );
  const found = rows[0];
  if (found === undefined) throw new WeftError('not_found');
  const { created_at, ...rest } = found;
  return { documentId, workspaceId, ...rest, createdAt: created_at.toISOString() };
}

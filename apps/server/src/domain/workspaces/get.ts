import type { Tx } from '@weft/db';

/** A workspace as its members see it; null when there is none. */
export async function getWorkspace(
  tx: Tx,
  workspaceId: string,
): Promise<{ name: string; slug: string; members: number } | null> {
  const { rows } = await tx.query<{ name: string; slug: string; members: number }>(
    `select name, slug, (select count(*)::int from memberships where workspace_id = $1) as members
     from workspaces where id = $1`,
    [workspaceId],
  );
  return rows[0] ?? null;
}

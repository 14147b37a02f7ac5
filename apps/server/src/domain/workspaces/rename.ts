import type pg from 'pg';

/** Renames a workspace. Its slug stays, so that addresses people kept go on working. */
export async function renameWorkspace(
  pool: Pick<pg.Pool, 'query'>,
  { workspaceId, name }: { workspaceId: string; name: string },
): Promise<void> {
  await pool.query(`update workspaces set name = $2 where id = $1`, [workspaceId, name]);
}

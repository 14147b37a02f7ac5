import type pg from 'pg';

/** Takes an invitation back; false when the workspace has none with that id that could still be accepted. */
export async function cancelInvitation(
  pool: Pick<pg.Pool, 'query'>,
  { workspaceId, invitationId }: { workspaceId: string; invitationId: string },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update invitations set status = 'canceled' where id = $1 and workspace_id = $2 and status = 'pending'`,
    [invitationId, workspaceId],
  );
  return rowCount === 1;
}

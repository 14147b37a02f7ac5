import type { Tx } from '@weft/db';
import { randomBytes } from 'node:crypto';

/** Makes a workspace that `ownerId` owns. Returns its id. */
export async function createWorkspace(
  tx: Tx,
  { ownerId, name }: { ownerId: string; name: string },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into workspaces (id, name, slug) values (gen_random_uuid(), $1, $2) returning id`,
    [name, slugOf(name)],
  );
  const { id } = rows[0]!;
  await tx.query(
    `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, 'owner')`,
    [id, ownerId],
  );
  return id;
}

/**
 * For addresses: what of the name is plain letters and digits, and an ending that makes it the only one. A name in another
 * script leaves the ending.
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return [plain, randomBytes(4).toString('hex')].filter((part) => part !== '').join('-');
}

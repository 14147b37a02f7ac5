import type { ArtifactKind } from '@weft/engine/graph';
import type { ArtifactRef } from '@weft/engine/node';
import type { Opened } from '../open.ts';
import { CommandError, usageError } from '../errors.ts';
import { shortHash } from '../view/format.ts';

/**
 * The artifact that an argument names: a whole hash or the beginning of one. The workspace's row decides, not the
 * store: knowing a hash gives no right to its bytes, and somebody else's hash must look like a random one. Columns are not
 * taken from the row, which keeps them in an order of its own: the table's is in its file.
 */
export async function findArtifact({ engine, pool }: Opened, argument: string): Promise<ArtifactRef> {
  const text = argument.trim().toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(text))
    throw usageError(
      `"${argument}" is not the hash of an artifact.`,
      'Give the hash, or at least four digits of its beginning; `weft run --json` and `weft status --json` show them.',
    );
  const { rows } = await pool.query<{
    hash: string;
    kind: ArtifactKind;
    bytes: bigint;
    rows: bigint | null;
  }>(
    `select hash, kind, bytes, rows from artifacts
     where workspace_id = $1 and hash like $2 || '%' order by hash limit 2`,
    [engine.workspaceId, text],
  );
  const [found, second] = rows;
  if (found === undefined) throw new CommandError(`There is no artifact ${argument}.`);
  if (second !== undefined)
    throw usageError(
      `More than one artifact begins with "${argument}": ${shortHash(found.hash)}…, ${shortHash(second.hash)}….`,
      'Give more of the hash.',
    );
  const { hash, kind, bytes, rows: rowCount } = found;
  return {
    hash,
    kind,
    bytes: Number(bytes),
    ...(rowCount === null ? {} : { rows: Number(rowCount) }),
  };
}

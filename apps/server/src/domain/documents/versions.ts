import type { Tx } from '@weft/db';
import { readDocument, type GraphDocument } from '@weft/engine/graph';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import { WeftError } from '../../errors.ts';

export interface VersionItem {
  readonly versionId: string;
  readonly number: number;
  readonly createdAt: string;
  /** How many runs executed it. */
  readonly runs: number;
}

/** What of the document was run, newest first. */
export async function listVersions(
  tx: Tx,
  input: { workspaceId: string; documentId: string; cursor?: string; limit: number },
): Promise<Page<VersionItem>> {
  const { workspaceId, documentId, cursor, limit } = input;
  const after = keyAfter(cursor, z.tuple([z.int()]));
  const { rows } = await tx.query<{ id: string; number: number; created_at: Date; runs: number }>(
    `select v.id, v.number, v.created_at, (select count(*)::int from runs r where r.version_id = v.id) as runs
     from versions v where v.workspace_id = $1 and v.document_id = $2 and ($3::int is null or v.number < $3)
     order by v.number desc limit $4`,
    [workspaceId, documentId, after?.[0] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: ({ number }) => [number],
    item: ({ id, number, created_at, runs }) => ({
      versionId: id,
      number,
      createdAt: created_at.toISOString(),
      runs,
    }),
  });
}

/** One version whole, to look at, compare with or go back to. @throws WeftError not_found */
export async function readVersion(
  tx: Tx,
  { workspaceId, documentId, number }: { workspaceId: string; documentId: string; number: number },
): Promise<{ number: number; createdAt: string; document: GraphDocument }> {
  const { rows } = await tx.query<{ created_at: Date; content: unknown }>(
    `select created_at, content from versions where workspace_id = $1 and document_id = $2 and number = $3`,
    [workspaceId, documentId, number],
  );
  const found = rows[0];
  // Stored with its wires parsed: the reader wants them as in a file.
  const document = found === undefined ? null : readStored(found.content);
  if (found === undefined || document === null) throw new WeftError('not_found');
  return { number, createdAt: found.created_at.toISOString(), document };
}

function readStored(content: unknown): GraphDocument | null {
  const { edges, ...rest } = content as { edges?: Record<string, { from: unknown; to: unknown }> };
  const text = (end: unknown) => {
    const { node, port } = end as { node?: string; port?: string };
    return typeof end === 'string' ? end : `${node}.${port}`;
  };
  return readDocument({
    ...rest,
    edges: Object.fromEntries(
      Object.entries(edges ?? {}).map(([id, { from, to }]) => [id, { from: text(from), to: text(to) }]),
    ),
  }).document;
}

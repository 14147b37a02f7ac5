import type { Tx } from '@weft/db';
import type { ShownRunStatus } from '@weft/engine/observe';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';
import { readItems, toItem, type RunItem } from './items.ts';

const cursorShape = z.tuple([z.iso.datetime(), z.uuid()]);

/** The runs of a workspace or of one of its documents, newest first, those from the command line included. */
export async function listRuns(
  tx: Tx,
  input: {
    workspaceId: string;
    documentId?: string;
    status?: ShownRunStatus;
    cursor?: string;
    limit: number;
  },
): Promise<Page<RunItem>> {
  const { workspaceId, documentId, status, cursor, limit } = input;
  const after = keyAfter(cursor, cursorShape);
  const rows = await readItems(
    tx,
    `r.workspace_id = $1 and ($2::uuid is null or r.document_id = $2) and ($3::text is null or i.status = $3)
     and ($4::timestamptz is null or (r.created_at, r.id) < ($4, $5::uuid))
     order by r.created_at desc, r.id desc limit $6`,
    [workspaceId, documentId ?? null, status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, { limit, key: (row) => [row.created_at.toISOString(), row.id], item: toItem });
}

import type { Tx } from '@weft/db';
import { z } from 'zod';
import { keyAfter, toPage, type Page } from '../paging.ts';

export interface DocumentItem {
  readonly documentId: string;
  readonly title: string;
  readonly nodes: number;
  readonly updatedAt: string;
  readonly createdBy: { readonly name: string } | null;
  /** What it was made from: "template:<slug>", "document:<id>", or null. */
  readonly origin: string | null;
  readonly lastRun: {
    readonly runId: string;
    readonly number: number;
    readonly status: string;
    readonly createdAt: string;
  } | null;
}

interface Row {
  id: string;
  title: string;
  nodes: number;
  updated_at: Date;
  origin: string | null;
  creator: string | null;
  run_id: string | null;
  run_number: number;
  run_status: string;
  run_at: Date;
}

const cursorShape = z.tuple([z.iso.datetime(), z.uuid()]);

/** The documents of a workspace, the one changed last first. `q` is looked for in titles, in any case. */
export async function listDocuments(
  tx: Tx,
  input: { workspaceId: string; q?: string; cursor?: string; limit: number },
): Promise<Page<DocumentItem>> {
  const { workspaceId, q, cursor, limit } = input;
  const after = keyAfter(cursor, cursorShape);
  const { rows } = await tx.query<Row>(
    // A document that only the command line has run has no live content yet: its newest version tells its size.
    `select d.id, d.title, coalesce(v.nodes, d.node_count) as nodes, d.updated_at, d.origin, u.name as creator,
       r.id as run_id, r.number as run_number, r.status as run_status, r.created_at as run_at
     from documents d
     left join users u on u.id = d.created_by
     left join lateral (
       select id, number, status, created_at from runs
       where document_id = d.id and workspace_id = $1 order by number desc limit 1
     ) r on true
     left join lateral (
       select (select count(*)::int from jsonb_object_keys(content->'nodes')) as nodes from versions
       where d.head = 0 and document_id = d.id and workspace_id = $1 order by number desc limit 1
     ) v on true
     where d.workspace_id = $1 and d.deleted_at is null
       and ($2::text is null or strpos(lower(d.title), lower($2)) > 0)
       and ($3::timestamptz is null or (d.updated_at, d.id) < ($3, $4::uuid))
     order by d.updated_at desc, d.id desc limit $5`,
    [workspaceId, q || null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, {
    limit,
    key: (row) => [row.updated_at.toISOString(), row.id],
    item: (row): DocumentItem => ({
      documentId: row.id,
      title: row.title,
      nodes: row.nodes,
      updatedAt: row.updated_at.toISOString(),
      createdBy: row.creator === null ? null : { name: row.creator },
      origin: row.origin,
      lastRun:
        row.run_id === null
          ? null
          : {
              runId: row.run_id,
              number: row.run_number,
              status: row.run_status,
              createdAt: row.run_at.toISOString(),
            },
    }),
  });
}

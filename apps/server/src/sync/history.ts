/** Who wrote what of a document, and what it was when a version was made: the tables beside its log. */
import type { ActorKind } from '@weft/engine/observe';
import type { Tx } from '@weft/db';
import {
  contentOf,
  foldRows,
  LONGEST_MS,
  noContent,
  type Author,
  type Content,
  type Logged,
  type Stretch,
} from '@weft/engine/live';
import { readIds, writeIds } from './storedIds.ts';

interface AuthorColumns {
  author_kind: ActorKind | null;
  author_id: string | null;
  author_for: string | null;
}

/** Rows of the log after `after`, in order, with who wrote them. */
export async function readLogged(tx: Tx, documentId: string, after: bigint): Promise<Logged[]> {
  const { rows } = await tx.query<AuthorColumns & { seq: bigint; data: Uint8Array; created_at: Date }>(
    `select seq, data, created_at, author_kind, author_id, author_for from document_updates
     where document_id = $1 and seq > $2 order by seq`,
    [documentId, after],
  );
  return rows.map((row) => ({
    seq: row.seq,
    at: row.created_at,
    author: authorOf(row),
    update: row.data,
  }));
}

/** Those that ended at `since` or later; all by default. */
export async function readStretches(tx: Tx, documentId: string, since = new Date(0)): Promise<Stretch[]> {
  const { rows } = await tx.query<
    AuthorColumns & {
      first_seq: bigint;
      last_seq: bigint;
      first_at: Date;
      last_at: Date;
      inserts: Uint8Array;
      deletes: Uint8Array;
    }
  >(
    `select first_seq, last_seq, first_at, last_at, author_kind, author_id, author_for, inserts, deletes
     from document_edits where document_id = $1 and last_at >= $2 order by first_seq`,
    [documentId, since],
  );
  return rows.map((row) => ({
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    firstAt: row.first_at,
    lastAt: row.last_at,
    author: authorOf(row),
    inserts: readIds(row.inserts),
    deletes: readIds(row.deletes),
  }));
}

const authorOf = ({ author_kind: kind, author_id: id, author_for: person }: AuthorColumns): Author | null =>
  kind === null ? null : { kind, id, ...(person === null ? {} : { forPerson: person }) };

const contentOfSnapshot = (snapshot: Uint8Array | null): Content =>
  snapshot === null ? noContent() : contentOf(snapshot);

/** Before rows are merged: keeps who wrote them. A stretch that goes on is written again under its first number. */
export async function keepAuthors(
  tx: Tx,
  {
    documentId,
    snapshot,
    rows,
  }: { documentId: string; snapshot: Uint8Array | null; rows: readonly Logged[] },
): Promise<void> {
  if (rows.length === 0) return;
  const before = await readStretches(tx, documentId, new Date(Number(rows[0]!.at) - LONGEST_MS));
  const stretches = foldRows(rows, { known: contentOfSnapshot(snapshot), before });
  await tx.query(
    `insert into document_edits (workspace_id, document_id, first_seq, last_seq, first_at, last_at,
       author_kind, author_id, author_for, inserts, deletes)
     select d.workspace_id, d.id, s.first_seq, s.last_seq, s.first_at, s.last_at, s.kind, s.id, s.person,
       decode(s.inserts, 'base64'), decode(s.deletes, 'base64')
     from documents d, jsonb_to_recordset($2::jsonb) as s(first_seq bigint, last_seq bigint, first_at timestamptz,
       last_at timestamptz, kind text, id text, person uuid, inserts text, deletes text)
     where d.id = $1
     on conflict (document_id, first_seq) do update set last_seq = excluded.last_seq, last_at = excluded.last_at,
       inserts = excluded.inserts, deletes = excluded.deletes`,
    [documentId, JSON.stringify(stretches.map(toColumns))],
  );
}

const toColumns = ({ author, ...stretch }: Stretch) => ({
  first_seq: String(stretch.firstSeq),
  last_seq: String(stretch.lastSeq),
  first_at: stretch.firstAt,
  last_at: stretch.lastAt,
  kind: author?.kind ?? null,
  id: author?.id ?? null,
  person: author?.forPerson ?? null,
  inserts: Buffer.from(writeIds(stretch.inserts)).toString('base64'),
  deletes: Buffer.from(writeIds(stretch.deletes)).toString('base64'),
});

/** Every stretch of a document, of merged rows and of those that are not merged yet, by their first number. */
export async function readAuthorship(
  tx: Tx,
  {
    documentId,
    snapshot,
    snapshotSeq,
  }: { documentId: string; snapshot: Uint8Array | null; snapshotSeq: bigint },
): Promise<Stretch[]> {
  const before = await readStretches(tx, documentId);
  const rows = await readLogged(tx, documentId, snapshotSeq);
  return foldRows(rows, { known: contentOfSnapshot(snapshot), before });
}

/**
 * Keeps the live document as it is when a version with this hash is about to be made. Equal content is one version, and
 * its first state is as good as any.
 */
export async function keepState(
  tx: Tx,
  given: { workspaceId: string; documentId: string; hash: string; state: Uint8Array },
): Promise<void> {
  await tx.query(
    `insert into document_states (workspace_id, document_id, hash, data) values ($1, $2, $3, $4)
     on conflict (document_id, hash) do nothing`,
    [given.workspaceId, given.documentId, given.hash, given.state],
  );
}

/** A merged Yjs update; null for a version that was not made of a live document, or before states were kept. */
export async function readState(
  tx: Tx,
  { documentId, number }: { documentId: string; number: number },
): Promise<Uint8Array | null> {
  const { rows } = await tx.query<{ data: Uint8Array }>(
    `select s.data from versions v join document_states s on s.document_id = v.document_id and s.hash = v.hash
     where v.document_id = $1 and v.number = $2`,
    [documentId, number],
  );
  return rows[0]?.data ?? null;
}

/** States that no version followed within a day: the run was refused, or its server died before it began. */
export async function dropOrphanStates(tx: Tx, documentId: string): Promise<void> {
  await tx.query(
    `delete from document_states s where document_id = $1 and created_at < now() - interval '1 day'
       and not exists (select from versions v where v.document_id = s.document_id and v.hash = s.hash)`,
    [documentId],
  );
}

/**
 * The log of a document in PostgreSQL: rows of updates and, before them, one snapshot. It is the only source of a
 * document's content. Numbers are given under the lock of the document's row, so they have no gaps and follow the order of
 * the commits in all processes; a sequence would give a later number to an earlier commit.
 */
import type { Tx } from '@weft/db';
import type pg from 'pg';
import * as Y from 'yjs';
import { inTransaction } from '@weft/db';
import type { Author, Stretch } from '@weft/engine/live';
import { applyStored } from './applyStored.ts';
import { dropOrphanStates, keepAuthors, readAuthorship, readLogged } from './history.ts';

/** What lists show of a document without opening it. */
export interface Facts {
  readonly title: string;
  readonly nodes: number;
}

export interface Stored {
  readonly workspaceId: string;
  readonly head: bigint;
  /** To be applied in order: the snapshot, then the rows. */
  readonly updates: readonly Uint8Array[];
  readonly snapshotSeq: bigint;
  readonly bytes: number;
  /** What the lists show now, right or not. */
  readonly facts: Facts;
}

export interface Row {
  readonly seq: bigint;
  readonly data: Uint8Array;
}

/** Between servers: `<node> <seq> <document>` for each row that was written. */
export const UPDATE_CHANNEL = 'weft_doc';

/** There is no such row in `documents`. */
export class NoDocument extends Error {
  override name = 'NoDocument';
}

/** @throws NoDocument */
export async function loadDocument(pool: pg.Pool, documentId: string): Promise<Stored> {
  return await inTransaction(pool, async (tx) => {
    // One picture of both tables: a compaction between two queries would hide rows.
    await tx.query('set transaction isolation level repeatable read, read only');
    const { rows } = await tx.query<{
      workspace_id: string;
      head: bigint;
      snap: Uint8Array | null;
      snap_seq: bigint;
      title: string;
      node_count: number;
    }>(`select workspace_id, head, snap, snap_seq, title, node_count from documents where id = $1`, [
      documentId,
    ]);
    const document = rows[0];
    if (document === undefined) throw new NoDocument(documentId);
    const updates = (await readRows(tx, documentId, 0n)).map(({ data }) => data);
    if (document.snap !== null) updates.unshift(document.snap);
    return {
      workspaceId: document.workspace_id,
      head: document.head,
      updates,
      snapshotSeq: document.snap_seq,
      bytes: updates.reduce((sum, { byteLength }) => sum + byteLength, 0),
      facts: { title: document.title, nodes: document.node_count },
    };
  });
}

/** A document with who wrote what in it, all as of one moment. @throws NoDocument */
export async function readWithAuthors(
  pool: pg.Pool,
  documentId: string,
): Promise<{ readonly updates: readonly Uint8Array[]; readonly stretches: readonly Stretch[] }> {
  return await inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { rows } = await tx.query<{ snap: Uint8Array | null; snap_seq: bigint }>(
      `select snap, snap_seq from documents where id = $1`,
      [documentId],
    );
    if (rows[0] === undefined) throw new NoDocument(documentId);
    const { snap: snapshot, snap_seq: snapshotSeq } = rows[0];
    const updates = (await readRows(tx, documentId, snapshotSeq)).map(({ data }) => data);
    return {
      updates: snapshot === null ? updates : [snapshot, ...updates],
      stretches: await readAuthorship(tx, { documentId, snapshot, snapshotSeq }),
    };
  });
}

/** Rows after `after`, in order. */
export async function readRows(db: Tx, documentId: string, after: bigint): Promise<Row[]> {
  const { rows } = await db.query<{ seq: bigint; data: Uint8Array }>(
    `select seq, data from document_updates where document_id = $1 and seq > $2 order by seq`,
    [documentId, after],
  );
  return rows;
}

/** The snapshot when it covers more than `after`: the rows it was made of are gone. */
export async function readSnapshot(db: Tx, documentId: string, after: bigint): Promise<Row | null> {
  const { rows } = await db.query<{ seq: bigint; data: Uint8Array }>(
    `select snap_seq as seq, snap as data from documents where id = $1 and snap_seq > $2`,
    [documentId, after],
  );
  return rows[0] ?? null;
}

/** Updates of one author, for one row. */
export interface Authored {
  readonly author: Author;
  readonly update: Uint8Array;
}

/**
 * One round trip, one commit: a number and a row for each update, and word to the other servers.
 *
 * @returns the number of the last
 * @throws NoDocument
 */
export async function appendUpdates(
  db: Tx,
  { documentId, updates, node }: { documentId: string; updates: readonly Authored[]; node: string },
): Promise<bigint> {
  const { rows } = await db.query<{ seq: bigint }>({
    name: 'document-append',
    // The updates travel as one parameter, in binary: the driver would write an array of them out as text.
    text: `with document as (
             update documents set head = head + cardinality($3::int[]) where id = $1 returning id, workspace_id, head
           ), added as (
             insert into document_updates (workspace_id, document_id, seq, data, author_kind, author_id, author_for)
             select d.workspace_id, d.id, d.head - cardinality($3::int[]) + r.place,
               substr($2::bytea, r.start, r.length), r.kind, r.author, r.person
             from document d, unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::uuid[])
               with ordinality as r(start, length, kind, author, person, place)
           )
           select head as seq, pg_notify('${UPDATE_CHANNEL}', $8::text || ' ' || head || ' ' || id) from document`,
    values: [documentId, ...columnsOf(updates), node],
  });
  if (rows[0] === undefined) throw new NoDocument(documentId);
  return rows[0].seq;
}

function columnsOf(updates: readonly Authored[]) {
  let next = 1;
  const starts = updates.map(({ update }) => (next += update.byteLength) - update.byteLength);
  return [
    updates.length === 1 ? updates[0]!.update : Buffer.concat(updates.map(({ update }) => update)),
    starts,
    updates.map(({ update }) => update.byteLength),
    updates.map(({ author }) => author.kind),
    updates.map(({ author }) => author.id),
    updates.map(({ author }) => author.forPerson ?? null),
  ];
}

/** Where tests kill the server that merges. */
export type CompactionPoint = 'locked' | 'authors-kept' | 'merged' | 'trimmed' | 'committed';

/**
 * Merges the rows into the snapshot, from what is stored and never from memory, under the lock that writers need too. Who
 * wrote them is kept in the same transaction. Does nothing when another server has made a snapshot beyond `knownSeq`
 * meanwhile.
 *
 * @returns up to which number the snapshot reaches now, and its size
 * @throws NoDocument
 */
export async function compact(
  pool: pg.Pool,
  {
    documentId,
    knownSeq,
    probe = async () => {},
  }: { documentId: string; knownSeq: bigint; probe?: (point: CompactionPoint) => Promise<void> },
): Promise<{ readonly seq: bigint; readonly bytes: number }> {
  const merged = await inTransaction(pool, async (tx) => {
    const { rows: documents } = await tx.query<{ head: bigint; snap: Uint8Array | null; snap_seq: bigint }>(
      `select head, snap, snap_seq from documents where id = $1 for update`,
      [documentId],
    );
    const document = documents[0];
    if (document === undefined) throw new NoDocument(documentId);
    const { head, snap, snap_seq: seq } = document;
    if (snap !== null && seq > knownSeq) return { seq, bytes: snap.byteLength };
    await probe('locked');
    const rows = await readLogged(tx, documentId, seq);
    await keepAuthors(tx, { documentId, snapshot: snap, rows });
    await probe('authors-kept');
    const merged = mergeStored([...(snap === null ? [] : [snap]), ...rows.map(({ update }) => update)]);
    await tx.query(`update documents set snap = $2, snap_seq = $3 where id = $1`, [documentId, merged, head]);
    await probe('merged');
    await tx.query(`delete from document_updates where document_id = $1 and seq <= $2`, [documentId, head]);
    await dropOrphanStates(tx, documentId);
    await probe('trimmed');
    return { seq: head, bytes: merged.byteLength };
  });
  await probe('committed');
  return merged;
}

/** Through a document, which drops the content of what was deleted; merging updates alone would keep it for ever. */
function mergeStored(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  for (const update of updates) applyStored(doc, update);
  const merged = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return merged;
}

/** `edited` moves the document to the top of the lists. */
export async function writeFacts(
  db: Tx,
  { documentId, facts, edited }: { documentId: string; facts: Facts; edited: boolean },
): Promise<void> {
  await db.query(
    `update documents set title = $2, node_count = $3, updated_at = case when $4 then now() else updated_at end
     where id = $1`,
    [documentId, facts.title, facts.nodes, edited],
  );
}

/** The newest number of each document that is still there. */
export async function readHeads(db: Tx, documentIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ id: string; head: bigint }>(
    `select id, head from documents where id = any($1::uuid[])`,
    [documentIds],
  );
  return new Map(rows.map(({ id, head }) => [id, head]));
}

/**
 * How a document gets its first content. Later content comes from people alone: a Y.Doc that is made from JSON a second
 * time has another history, and everything in it would be there twice for those who have the first.
 */
import type { Tx } from '@weft/db';
import { readDocument, type GraphDocument, type SpecRegistry } from '@weft/engine/graph';
import { fillLive, textParamsOf, type Author } from '@weft/engine/live';
import type pg from 'pg';
import * as Y from 'yjs';
import { WeftError } from '../errors.ts';
import { inTransaction } from '@weft/db';
import { factsOf } from './facts.ts';
import { appendUpdates, writeFacts } from './log.ts';

/**
 * Writes the first update of a document whose row was just inserted.
 *
 * @throws WeftError not_found when there is no such row, conflict when it has content already
 */
export async function writeFirstContent(
  tx: Tx,
  {
    documentId,
    author,
    document,
    specs,
    node,
  }: {
    documentId: string;
    author: Author;
    document: GraphDocument;
    specs: SpecRegistry;
    node: string;
  },
): Promise<void> {
  const { rows } = await tx.query<{ head: bigint }>(`select head from documents where id = $1 for update`, [
    documentId,
  ]);
  if (rows[0] === undefined) throw new WeftError('not_found');
  if (rows[0].head !== 0n)
    throw new WeftError('conflict', {
      detail: { en: 'The document has content already.', zh: '文档已有内容。' },
    });
  const doc = new Y.Doc();
  fillLive(doc, document, textParamsOf(specs));
  await appendUpdates(tx, { documentId, updates: [{ author, update: Y.encodeStateAsUpdate(doc) }], node });
  await writeFacts(tx, { documentId, facts: factsOf(doc), edited: false });
  doc.destroy();
}

/**
 * Gives a document that only the command line has run so far the content of its newest version, in the name of whoever ran
 * that first. Whether it has content
 * already is decided under the lock of its row: of two servers that open it at once, one does nothing.
 */
export async function adoptNewestVersion(
  pool: pg.Pool,
  given: { documentId: string; specs: SpecRegistry; node: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ head: bigint }>(`select head from documents where id = $1 for update`, [
      given.documentId,
    ]);
    if (rows[0]?.head !== 0n) return;
    const { rows: versions } = await tx.query<{ content: unknown; started_by: string | null }>(
      `select v.content, r.started_by from versions v
       left join lateral (select started_by from runs where version_id = v.id order by created_at limit 1) r on true
       where v.document_id = $1 order by v.number desc limit 1`,
      [given.documentId],
    );
    if (versions[0] === undefined) return;
    const { document, diagnostics } = readDocument(versions[0].content);
    if (document === null)
      throw new Error(`the newest version of ${given.documentId} cannot be read: ${diagnostics[0]?.message}`);
    const starter = versions[0].started_by;
    const author: Author =
      starter === null ? { kind: 'commandLine', id: null } : { kind: 'person', id: starter };
    await writeFirstContent(tx, { ...given, author, document });
  });
}

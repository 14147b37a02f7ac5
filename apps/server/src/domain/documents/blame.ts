import { blame, touchedNodes, type Change, type Stretch } from '@weft/engine/live';
import type pg from 'pg';
import * as Y from 'yjs';
import { z } from 'zod';
import { WeftError } from '../../errors.ts';
import { applyStored } from '../../sync/applyStored.ts';
import { NoDocument, readWithAuthors } from '../../sync/log.ts';
import { keyAfter, toPage, type Page } from '../paging.ts';
import { nameAuthors, type NamedAuthor } from './authorNames.ts';

/** Null as a whole: nobody noted who and when, as in edits from before Weft kept authors. */
export type NamedChange = {
  /** Null: the time is known, the author is not. */
  readonly by: NamedAuthor | null;
  /** Between these two, which are ten minutes apart at most. */
  readonly from: string;
  readonly to: string;
} | null;

export interface NamedNodeBlame {
  readonly last: NamedChange;
  readonly fields: Readonly<Record<string, NamedChange>>;
  readonly params: Readonly<Record<string, NamedChange>>;
  /** Of params that people write in together: whose the characters `[from, to)` are. */
  readonly texts: Readonly<Record<string, readonly { from: number; to: number; change: NamedChange }[]>>;
}

/** Who last changed each node, field, param and letter of a document, by what is stored of it. @throws WeftError not_found */
export async function blameDocument(
  pool: pg.Pool,
  documentId: string,
): Promise<{ readonly nodes: Readonly<Record<string, NamedNodeBlame>> }> {
  const { doc, stretches } = await open(pool, documentId);
  const found = blame(doc, stretches);
  doc.destroy();
  const named = await namer(pool, stretches);
  const nameAll = (changes: Readonly<Record<string, Change>>) => mapValues(changes, named);
  return {
    nodes: mapValues(found, ({ last, fields, params, texts }) => ({
      last: named(last),
      fields: nameAll(fields),
      params: nameAll(params),
      texts: mapValues(texts, (spans) =>
        spans.map(({ from, to, change }) => ({ from, to, change: named(change) })),
      ),
    })),
  };
}

export interface Edits {
  readonly by: NamedAuthor | null;
  readonly from: string;
  readonly to: string;
  /** Nodes that still show something of it. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What people did to a document, newest first: for each author stretches of ten minutes at most. @throws WeftError not_found */
export async function listEdits(
  pool: pg.Pool,
  { documentId, cursor, limit }: { documentId: string; cursor?: string; limit: number },
): Promise<Page<Edits>> {
  const before = keyAfter(cursor, z.tuple([z.string().regex(/^\d{1,18}$/)]))?.[0];
  const { doc, stretches } = await open(pool, documentId);
  const touched = touchedNodes(doc, stretches);
  doc.destroy();
  const rows = stretches
    .filter(({ firstSeq }) => before === undefined || firstSeq < BigInt(before))
    .toReversed()
    .slice(0, limit + 1);
  const named = await namer(pool, rows);
  return toPage(rows, {
    limit,
    key: ({ firstSeq }) => [String(firstSeq)],
    item: (stretch): Edits => {
      const nodes = touched.get(stretch.firstSeq);
      return {
        ...named(stretch)!,
        changed: [...(nodes?.changed ?? [])],
        removed: [...(nodes?.removed ?? [])],
      };
    },
  });
}

async function open(
  pool: pg.Pool,
  documentId: string,
): Promise<{ doc: Y.Doc; stretches: readonly Stretch[] }> {
  try {
    const { updates, stretches } = await readWithAuthors(pool, documentId);
    const doc = new Y.Doc();
    for (const update of updates) applyStored(doc, update);
    return { doc, stretches };
  } catch (cause) {
    throw cause instanceof NoDocument ? new WeftError('not_found', {}, { cause }) : cause;
  }
}

async function namer(pool: pg.Pool, stretches: readonly Stretch[]): Promise<(change: Change) => NamedChange> {
  const nameOf = await nameAuthors(
    pool,
    stretches.map(({ author }) => author),
  );
  return (change) =>
    change === null
      ? null
      : {
          by: nameOf(change.author),
          from: change.firstAt.toISOString(),
          to: change.lastAt.toISOString(),
        };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

/**
 * Who wrote what, and when, in a form that outlives the log. A row of the log says who brought an update; when rows are
 * merged, their ids stay in stretches: what one author inserted and deleted within some minutes. Ids never change, so a
 * stretch still answers for a letter after any number of merges.
 *
 * An id belongs to whoever brought it first, in the order of the log. A client may send again what others wrote (after a
 * change of servers, say), and its answer to a room always names everything it ever saw deleted; neither makes it the
 * author. Nor does another's client id in an update: what counts is whose socket it came through.
 */
import * as Y from 'yjs';
import { keyOf, type Author } from './author.ts';
import { IdSet, type Span } from './idSet.ts';

export interface Content {
  readonly inserts: IdSet;
  readonly deletes: IdSet;
}

/** A row of the log. */
export interface Logged {
  readonly seq: bigint;
  /** By the database's clock. */
  readonly at: Date;
  /** Null where nobody noted it. */
  readonly author: Author | null;
  readonly update: Uint8Array;
}

export interface Stretch extends Content {
  /** Of the first and the last row in it. No other stretch of the document has the same `firstSeq`. */
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly author: Author | null;
}

/** A longer pause of an author begins a new stretch. */
export const PAUSE_MS = 60_000;
/** So that "when" stays useful for those who never pause. */
export const LONGEST_MS = 10 * 60_000;

export const noContent = (): Content => ({ inserts: new IdSet(), deletes: new IdSet() });

/** What an update brings, known or not. Nothing when it cannot be read: nobody can apply it either. */
export function contentOf(update: Uint8Array): Content {
  const content = noContent();
  for (const [what, client, span] of idsIn(update)) content[what].add(client, span);
  return content;
}

type Ids = readonly [what: keyof Content, client: number, span: Span];

function idsIn(update: Uint8Array): Ids[] {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    const inserted = structs
      .filter((struct) => !(struct instanceof Y.Skip))
      .map(({ id, length }): Ids => ['inserts', id.client, [id.clock, id.clock + length]]);
    const deleted = [...ds.clients].flatMap(([client, items]) =>
      items.map(({ clock, len }): Ids => ['deletes', client, [clock, clock + len]]),
    );
    return [...inserted, ...deleted];
  } catch {
    return [];
  }
}

/**
 * Sorts rows into stretches.
 *
 * @param rows in the order of the log
 * @param known what the document had before them; nobody becomes its author. It is added to
 * @param before stretches that may go on
 * @returns those of `before` and new ones, by `firstSeq`
 */
export function foldRows(
  rows: readonly Logged[],
  { known, before = [] }: { known: Content; before?: readonly Stretch[] },
): Stretch[] {
  const stretches = [...before].sort((a, b) => (a.firstSeq < b.firstSeq ? -1 : 1));
  const open = new Map(stretches.map((stretch, i) => [keyOf(stretch.author), i]));
  for (const { seq, at, author, update } of rows) {
    const news = idsIn(update).flatMap(([what, client, span]) =>
      known[what].add(client, span).map((part): Ids => [what, client, part]),
    );
    if (news.length === 0) continue;
    const key = keyOf(author);
    const last = stretches[open.get(key) ?? -1];
    const goesOn =
      last !== undefined &&
      Number(at) - Number(last.lastAt) <= PAUSE_MS &&
      Number(at) - Number(last.firstAt) <= LONGEST_MS;
    const stretch: Stretch = goesOn
      ? { ...last, lastSeq: seq, lastAt: at }
      : { ...noContent(), firstSeq: seq, lastSeq: seq, firstAt: at, lastAt: at, author };
    if (goesOn) stretches[open.get(key)!] = stretch;
    else open.set(key, stretches.push(stretch) - 1);
    for (const [what, client, part] of news) stretch[what].add(client, part);
  }
  return stretches;
}

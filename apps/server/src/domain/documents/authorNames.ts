import type { ActorKind } from '@weft/engine/observe';
import type { Tx } from '@weft/db';
import { keyOf, personOf, type Author } from '@weft/engine/live';

/** An author as people read of them. */
export interface NamedAuthor {
  readonly kind: ActorKind;
  readonly id: string | null;
  /** Of the key; null when it was revoked, and for other kinds. */
  readonly keyName: string | null;
  /** The person, or the one a key acts for. The name is null when they were deleted: their edits stay, without it. */
  readonly person: { readonly userId: string; readonly name: string | null } | null;
}

/** Looks up the names of these authors. They are not kept with the edits, so that deleting a person deletes their name. */
export async function nameAuthors(
  db: Tx,
  authors: readonly (Author | null)[],
): Promise<(author: Author | null) => NamedAuthor | null> {
  const known = authors.filter((author) => author !== null);
  const people = await namesOf(db, 'users', known.map(personOf));
  const keys = await namesOf(
    db,
    'api_keys',
    known.map(({ kind, id }) => (kind === 'key' ? id : null)),
  );
  const named = new Map(
    known.map((author): [string, NamedAuthor] => {
      const { kind, id } = author;
      const userId = personOf(author);
      return [
        keyOf(author),
        {
          kind,
          id,
          keyName: kind === 'key' ? (keys.get(id) ?? null) : null,
          person: userId === null ? null : { userId, name: people.get(userId) ?? null },
        },
      ];
    }),
  );
  return (author) => named.get(keyOf(author)) ?? null;
}

async function namesOf(
  db: Tx,
  table: 'users' | 'api_keys',
  ids: readonly (string | null)[],
): Promise<Map<string | null, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; name: string | null }>(
    `select id, name from ${table} where id::text = any($1::text[])`,
    [wanted],
  );
  return new Map(rows.map(({ id, name }) => [id, name ?? '']));
}

import type pg from 'pg';
import { entriesOf, type Entry, type Space, type StoreKeeper } from '../store/keeper.ts';

/**
 * When garbage collection first met a leftover of the store, by the database's clock. The store's own times are never
 * asked: they are another machine's, and a copy or a restore changes them.
 */
export class Leftovers {
  readonly #pool: pg.Pool;
  readonly #space: Space;

  constructor(pool: pg.Pool, space: Space) {
    this.#pool = pool;
    this.#space = space;
  }

  nameOf(name: string): string {
    return `${this.#space}/${name}`;
  }

  /** Tells those met before `before` from the others. `note` begins the time of those never met. */
  async judge(
    entries: readonly Entry[],
    { before, note }: { before: Date; note: boolean },
  ): Promise<{ old: Entry[]; young: Entry[] }> {
    const { rows } = await this.#pool.query<{ name: string; old: boolean }>(
      'select name, seen_at < $2 as old from store_leftovers where name = any($1)',
      [entries.map(({ name }) => this.nameOf(name)), before],
    );
    const known = new Map(rows.map(({ name, old }) => [name, old]));
    const isOld = ({ name }: Entry) => known.get(this.nameOf(name)) === true;
    const young = entries.filter((entry) => !isOld(entry));
    if (note)
      await this.note(young.filter(({ name }) => !known.has(this.nameOf(name))).map(({ name }) => name));
    return { old: entries.filter(isOld), young };
  }

  async note(names: readonly string[]): Promise<void> {
    if (names.length > 0)
      await this.#pool.query(
        'insert into store_leftovers (name) select unnest($1::text[]) on conflict do nothing',
        [names.map((name) => this.nameOf(name))],
      );
  }

  async forget(names: readonly string[]): Promise<void> {
    if (names.length > 0)
      await this.#pool.query('delete from store_leftovers where name = any($1)', [
        names.map((name) => this.nameOf(name)),
      ]);
  }
}

/** Notes of what is no longer there: files that were being written, or that somebody removed by hand. */
export async function forgetUnmet(pool: pg.Pool, met: readonly string[]): Promise<void> {
  await pool.query('delete from store_leftovers where not name = any($1)', [met]);
}

export async function countLeftovers(store: StoreKeeper, space: Space): Promise<number> {
  let count = 0;
  for await (const page of entriesOf(store, space)) count += page.length;
  return count;
}

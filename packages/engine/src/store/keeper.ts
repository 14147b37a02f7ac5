import type { ArtifactStore } from './artifacts.ts';
import type { StagingArea } from './staging.ts';

/**
 * The whole store, for those who answer for it: the worker's supervisor, the server, garbage collection and the doctor.
 *
 * Five spaces:
 *   objects     bytes by hash; the only space in which `put` looks for bytes that are there already
 *   aside       bytes by hash that garbage collection found unnamed; still read, never counted on by `put`
 *   staging     an area per attempt, in which its executor leaves bytes; never read by anyone else
 *   tmp         bytes being written, or left by a process that was killed
 *   quarantine  damaged bytes, kept for a person to look at; never read
 *
 * No verb needs a clock or a modification time, and each takes as many names as there are, so that a backend over a
 * network answers in one round of requests.
 */
export interface StoreKeeper extends ArtifactStore {
  /** Opens the same store in another process. */
  readonly url: string;
  /** Of these hashes those that can be read, with their sizes. Does not read the bytes. */
  sizes(hashes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Reads the bytes and compares them with their name. Damaged ones go to quarantine. */
  check(hash: string): Promise<Found>;
  /** One page in the order of names. `next` continues after it; null at the end. */
  list(space: Space, options?: { after?: string | null; limit?: number }): Promise<Page>;
  /** objects → aside. */
  setAside(hashes: readonly string[]): Promise<void>;
  /** aside → objects. */
  restore(hashes: readonly string[]): Promise<void>;
  /** For ever. A name that is not there is no error. */
  remove(space: Space, names: readonly string[]): Promise<void>;
}

/** A store in which executors leave bytes for their supervisor to adopt. */
export interface StagingStore extends StoreKeeper {
  /** @param name tells attempts apart: letters, digits, "-" and "." */
  area(name: string): StagingArea;
}

export type Space = 'objects' | 'aside' | 'staging' | 'tmp' | 'quarantine';
export type Found = 'sound' | 'missing' | 'damaged';

export interface Entry {
  /**
   * The hash in `objects` and `aside`; begins with the hash in `quarantine`; that of an area in `staging`; without meaning
   * in `tmp`.
   */
  readonly name: string;
  readonly bytes: number;
}
export interface Page {
  readonly entries: readonly Entry[];
  readonly next: string | null;
}

/** Every entry of a space, page by page. Entries that appear or go meanwhile may or may not be among them. */
export async function* entriesOf(store: StoreKeeper, space: Space): AsyncGenerator<readonly Entry[]> {
  for (let after: string | null = null; ;) {
    const page: Page = await store.list(space, { after });
    if (page.entries.length > 0) yield page.entries;
    if (page.next === null) return;
    after = page.next;
  }
}

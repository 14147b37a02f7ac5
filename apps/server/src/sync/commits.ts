/**
 * Group commit for one room. Updates that arrive while a commit is being written become the next one, with a row for each
 * author; a room that writes many (see COMMITS) waits up to 50 ms to make fewer of them. An update is told to others only
 * after its commit, and acknowledged after that: what anybody has seen from somebody else is in the log.
 *
 *   idle ── push ─▶ waiting, if there were many commits lately ─▶ writing ─▶ idle | waiting
 *                                                                 │
 *                                              no commit for retryMs: lost, for good
 *
 * While PostgreSQL is away, the batch is tried again and newer updates wait behind it. A commit whose answer was lost is
 * tried again too: Yjs updates may be applied twice. Never true: two writes at a time; an answer to `durable` before
 * everything pushed earlier is committed.
 */
import { Backoff, pause } from '@weft/engine/backoff';
import { keyOf, type Author } from '@weft/engine/live';
import * as Y from 'yjs';
import { COMMITS, ROOM_LIMITS } from './limits.ts';
import type { Authored } from './log.ts';
import { tokenBucket } from './tokenBucket.ts';

/** What was pushed will not be stored; `cause` says why. */
export class StorageLost extends Error {
  override name = 'StorageLost';
}

export interface Commits {
  /** Nothing is waiting or being written. */
  readonly idle: boolean;
  push(update: Uint8Array, author: Author): void;
  /** When all that was pushed so far is committed. Rejects with `StorageLost` when that is given up. */
  durable(): Promise<void>;
  /** Writes without waiting for company. */
  hurry(): void;
  /** Gives up what is waiting; `durable` rejects from now on. */
  abandon(reason: Error): void;
}

export interface CommitOptions {
  /** Stores a row for each, in one commit. */
  readonly store: (updates: readonly Authored[]) => Promise<void>;
  /** Called after each commit, before those who wait for it are answered. */
  readonly committed: (update: Uint8Array) => void;
  /** Called once when nothing could be stored for `retryMs`, or what happened cannot get better. */
  readonly lost: (error: Error) => void;
  readonly isHopeless: (error: unknown) => boolean;
  readonly retryMs: number;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2000;

interface Batch {
  readonly byAuthor: Map<string, { readonly author: Author; readonly updates: Uint8Array[] }>;
  bytes: number;
  readonly done: PromiseWithResolvers<void>;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly is: 'writing'; readonly batch: Batch }
  | { readonly is: 'lost'; readonly error: StorageLost };

const merge = (updates: readonly Uint8Array[]): Uint8Array =>
  updates.length === 1 ? updates[0]! : Y.mergeUpdates([...updates]);

export function openCommits({ store, committed, lost, isHopeless, retryMs }: CommitOptions): Commits {
  let state: State = { is: 'idle' };
  const queue: Batch[] = [];
  const budget = tokenBucket(COMMITS);
  const ended = new AbortController();

  function plan(): void {
    if (state.is !== 'idle' || queue.length === 0) return;
    const wait = budget.msUntil(1);
    if (wait === 0) return begin();
    state = { is: 'waiting', timer: setTimeout(begin, wait) };
  }

  function begin(): void {
    const batch = queue.shift()!;
    budget.spend(1);
    state = { is: 'writing', batch };
    void write(batch);
  }

  async function write(batch: Batch): Promise<void> {
    const rows = [...batch.byAuthor.values()].map(({ author, updates }): Authored => ({
      author,
      update: merge(updates),
    }));
    const failure = await attempt(rows);
    if (state.is === 'lost') return;
    if (failure !== null) {
      giveUp(failure);
      return lost(failure);
    }
    state = { is: 'idle' };
    committed(merge(rows.map(({ update }) => update)));
    batch.done.resolve();
    plan();
  }

  async function attempt(rows: readonly Authored[]): Promise<Error | null> {
    const began = performance.now();
    const backoff = new Backoff({ firstMs: FIRST_RETRY_MS, longestMs: LONGEST_RETRY_MS });
    for (;;) {
      const delay = backoff.next();
      try {
        await store(rows);
        return null;
      } catch (error) {
        const late = performance.now() - began + delay > retryMs;
        if (late || isHopeless(error) || ended.signal.aborted) return error as Error;
      }
      await pause(delay, ended.signal);
    }
  }

  function giveUp(reason: Error): void {
    if (state.is === 'lost') return;
    const left = state.is === 'writing' ? [state.batch, ...queue] : queue;
    if (state.is === 'waiting') clearTimeout(state.timer);
    const error = new StorageLost('an edit could not be stored', { cause: reason });
    state = { is: 'lost', error };
    ended.abort();
    for (const { done } of left.splice(0)) done.reject(error);
  }

  function newBatch(): Batch {
    const batch: Batch = { byAuthor: new Map(), bytes: 0, done: Promise.withResolvers<void>() };
    // Mostly nobody waits for a batch, and who does hears of its failure.
    batch.done.promise.catch(() => {});
    queue.push(batch);
    return batch;
  }

  return {
    get idle() {
      return state.is === 'idle' && queue.length === 0;
    },
    push(update, author) {
      if (state.is === 'lost') return;
      const last = queue.at(-1);
      const fits = last !== undefined && last.bytes + update.byteLength <= ROOM_LIMITS.commitBytes;
      const batch = fits ? last : newBatch();
      const key = keyOf(author);
      const share = batch.byAuthor.get(key) ?? { author, updates: [] };
      batch.byAuthor.set(key, share);
      share.updates.push(update);
      batch.bytes += update.byteLength;
      plan();
    },
    async durable() {
      if (state.is === 'lost') throw state.error;
      const last = queue.at(-1) ?? (state.is === 'writing' ? state.batch : undefined);
      await last?.done.promise;
    },
    hurry() {
      if (state.is !== 'waiting') return;
      clearTimeout(state.timer);
      begin();
    },
    abandon: giveUp,
  };
}

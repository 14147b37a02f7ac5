import type { Actor } from '../observe/actor.ts';
import type { Tx } from '../store/tx.ts';
import { isDatabaseAway } from '../store/tx.ts';
import { listen } from '../store/listen.ts';
import type { SequencedEvent } from '../observe/events.ts';
import { EVENT_CHANNEL } from './lockedRun.ts';

const PAGE = 1000;
const POLL_MS = 2000;

/** A piece of a numbered sequence of events. */
export interface Page<E> {
  /** In order, without gaps. */
  readonly events: readonly E[];
  /** There may be more already: read again without waiting. */
  readonly more: boolean;
  /** Nothing will follow this page. */
  readonly over: boolean;
}

/** `over`: the run has ended and this page ends with its last event, or there is no such run. A retry begins again. */
export interface EventPage extends Page<SequencedEvent> {
  /** The number of the run's newest event; 0 when there is no such run. */
  readonly head: bigint;
}

/** Where a follower reads, and who wakes it. One process may share one among everybody who follows the same sequence. */
export interface Source<E> {
  /** Events after `after`, a page at most. */
  read(after: bigint): Promise<Page<E>>;
  /** Resolves when there may be something new, counted from this call. Waking for nothing does no harm. */
  nextWake(): Promise<void>;
}

export interface EventSource extends Source<SequencedEvent> {
  read(after: bigint): Promise<EventPage>;
}

/** Events of a run after `after`, in order, a page at most, and whether that is all there will be. */
export async function readEvents(
  db: Tx,
  { workspaceId, runId, after }: { workspaceId: string; runId: string; after: bigint },
): Promise<EventPage> {
  const { rows } = await db.query<{
    head: string;
    ended: boolean;
    seq: string | null;
    at: Date;
    type: string;
    node_id: string | null;
    data: unknown;
    actor: Actor | null;
  }>({
    name: 'events-read',
    // One statement, so "ended" and the events are of one moment.
    text: `select r.event_seq::text as head, r.status not in ('running', 'paused') as ended,
             e.seq::text, e.at, e.type, e.node_id, e.data, e.actor
           from runs r left join lateral (
             select seq, at, type, node_id, data, actor from events
             where run_id = r.id and seq > $3::bigint order by events.seq limit ${PAGE}) e on true
           where r.id = $1 and r.workspace_id = $2 order by e.seq`,
    values: [runId, workspaceId, after.toString()],
  });
  const events = rows.flatMap(({ seq, at, type, node_id, data, actor }) =>
    seq === null ? [] : [{ seq: BigInt(seq), at, type, nodeId: node_id, data, actor } as SequencedEvent],
  );
  const run = rows[0];
  const last = events.at(-1)?.seq ?? after;
  const head = BigInt(run?.head ?? 0);
  return {
    events,
    head,
    more: events.length === PAGE,
    over: run === undefined || (run.ended && last >= head),
  };
}

/**
 * Follows a sequence page by page: first what is stored after `after`, then whatever comes, until it is over and
 * everything was given, or `signal` aborts. A follower that was cut off asks again from the last number it saw and
 * misses nothing. A database that is away is waited for.
 */
export async function* follow<E extends { readonly seq: bigint }>(
  source: Source<E>,
  { after = 0n, signal }: { after?: bigint; signal?: AbortSignal } = {},
): AsyncGenerator<readonly E[]> {
  let seen = after;
  while (!signal?.aborted) {
    // Before reading: what comes while the page is on its way must not go unheard.
    const woken = source.nextWake();
    let page: Page<E> = { events: [], more: false, over: false };
    try {
      page = await source.read(seen);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    if (page.events.length > 0) {
      seen = page.events.at(-1)!.seq;
      yield page.events;
    }
    if (page.over) return;
    if (!page.more) await wokenOrLate(woken, signal);
  }
}

/** Notices get lost with their connection; then a look now and then finds what they told. */
async function wokenOrLate(woken: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, POLL_MS);
  const stop = () => resolve();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) resolve();
  void woken.then(resolve);
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
}

/** Something that can be waited for again and again. */
export class Bell {
  #ring = Promise.withResolvers<void>();

  get next(): Promise<void> {
    return this.#ring.promise;
  }

  ring(): void {
    this.#ring.resolve();
    this.#ring = Promise.withResolvers();
  }
}

/** Follows a run with a connection of its own that listens: for a program that watches one run. */
export async function* watchRun(
  db: Tx,
  {
    url,
    workspaceId,
    runId,
    after,
    signal,
  }: { url: string; workspaceId: string; runId: string; after?: bigint; signal?: AbortSignal },
): AsyncGenerator<SequencedEvent> {
  const bell = new Bell();
  const listener = await listen(url, {
    channels: [EVENT_CHANNEL],
    onNotify: (_, payload) => {
      if (payload === runId) bell.ring();
    },
    onConnect: () => bell.ring(),
  });
  const source: EventSource = {
    read: async (from) => await readEvents(db, { workspaceId, runId, after: from }),
    nextWake: () => bell.next,
  };
  try {
    for await (const events of follow(source, { after, signal })) yield* events;
  } finally {
    await listener.close();
  }
}

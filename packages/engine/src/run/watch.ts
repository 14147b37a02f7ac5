import type { Tx } from '../store/tx.ts';
import { listen } from '../worker/listener.ts';
import { isDatabaseAway } from '../store/tx.ts';
import { EVENT_CHANNEL } from './lockedRun.ts';
import type { SequencedEvent } from './events.ts';

const PAGE = 1000;
const POLL_MS = 2000;

/** Events of a run after `after`, in order, a page at most. */
export async function readEvents(
  db: Tx,
  { workspaceId, runId, after }: { workspaceId: string; runId: string; after: bigint },
): Promise<SequencedEvent[]> {
  const { rows } = await db.query<{
    seq: string;
    at: Date;
    type: string;
    node_id: string | null;
    data: unknown;
  }>({
    name: 'events-read',
    text: `select seq::text, at, type, node_id, data from events
           where run_id = $1 and workspace_id = $2 and seq > $3::bigint order by events.seq limit ${PAGE}`,
    values: [runId, workspaceId, after.toString()],
  });
  return rows.map(
    ({ seq, at, type, node_id, data }) =>
      ({ seq: BigInt(seq), at, type, nodeId: node_id, data }) as SequencedEvent,
  );
}

/**
 * Follows a run: first what is stored after `after`, then whatever comes, until the run has finished and everything was
 * given, or `signal` aborts. A listener that was cut off asks again from the last number it saw and misses nothing.
 */
export async function* watchRun(
  db: Tx,
  {
    url,
    workspaceId,
    runId,
    after = 0n,
    signal,
  }: { url: string; workspaceId: string; runId: string; after?: bigint; signal?: AbortSignal },
): AsyncGenerator<SequencedEvent> {
  let wake = () => {};
  const listener = await listen(url, {
    channels: [EVENT_CHANNEL],
    onNotify: (_, payload) => {
      if (payload === runId) wake();
    },
    onConnect: () => wake(),
  });
  const stop = () => wake();
  signal?.addEventListener('abort', stop);
  try {
    let seen = after;
    while (!signal?.aborted) {
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      let events: SequencedEvent[] = [];
      try {
        events = await readEvents(db, { workspaceId, runId, after: seen });
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
      }
      for (const event of events) {
        seen = event.seq;
        yield event;
      }
      if (events.length === PAGE) continue;
      if (events.length === 0 || isLast(events.at(-1)!)) {
        if (await isOver(db, runId, seen)) return;
      }
      const timer = setTimeout(resolve, POLL_MS);
      await woken;
      clearTimeout(timer);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await listener.close();
  }
}

const isLast = (event: SequencedEvent): boolean => event.type === 'run:finished';

async function isOver(db: Tx, runId: string, seen: bigint): Promise<boolean> {
  try {
    const { rows } = await db.query<{ over: boolean }>(
      `select status not in ('running', 'paused') and event_seq <= $2::bigint as over from runs where id = $1`,
      [runId, seen.toString()],
    );
    return rows[0]?.over ?? true;
  } catch (error) {
    if (isDatabaseAway(error)) return false;
    throw error;
  }
}

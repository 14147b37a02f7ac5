import type { Tx } from '@weft/db';
import { Bell, EVENT_CHANNEL, follow, isDatabaseAway, listen, readEvents } from '@weft/engine';
import type { SequencedEvent } from '@weft/engine/observe';
import { WeftError } from '../../errors.ts';
import { compact } from './compact.ts';
import { DocumentTopic, topicKey } from './documentTopic.ts';
import type { RunItem } from './items.ts';
import { RunTail } from './runTail.ts';
import { StatusReader } from './statusReader.ts';

/** Rights of somebody changed; the payload is a user's or a workspace's id. */
const ACCESS_CHANNEL = 'weft_access';
/** Watched documents are looked at now and then, whatever was heard: notices get lost with their connection. */
const SWEEP_MS = 5000;

/**
 * What happens in runs, for everybody who looks on through this process. One connection listens for all of them; what it hears
 * of is read once and shared. A connection that was lost is made again, and everything that is followed is looked at then, so
 * whoever follows misses nothing.
 */
export interface RunFeed {
  /**
   * Events of a run after `after`, with chatter compacted (see `compact`), until the run is over or `signal` aborts.
   *
   * @throws WeftError unavailable when the feed is closed meanwhile: ask again
   */
  events(of: {
    workspaceId: string;
    runId: string;
    after?: bigint;
    signal: AbortSignal;
  }): AsyncGenerator<SequencedEvent>;
  /** The latest run of a document, then every run of it that starts or changes its status, until `signal` aborts. */
  document(of: { workspaceId: string; documentId: string; signal: AbortSignal }): AsyncGenerator<RunItem>;
  /** Resolves when somebody's rights changed, counted from this call. */
  accessChanged(): Promise<void>;
  /** Ends what is followed. Closing twice is closing once. */
  close(): Promise<void>;
}

export interface RunFeedOptions {
  /** Reads what is told; a pool. */
  readonly pool: Pick<Tx, 'query'>;
  readonly url: string;
  /** Hears of what failed behind everybody's back. Default: nobody does. */
  readonly report?: (message: string, error: unknown) => void;
}

export async function openRunFeed({ pool, url, report = () => {} }: RunFeedOptions): Promise<RunFeed> {
  const tails = new Map<string, { workspaceId: string; tail: RunTail; followers: number }>();
  /** By `topicKey`. */
  const topics = new Map<string, DocumentTopic>();
  const statuses = new StatusReader(pool, topics, (error) => {
    // A database that is away comes back; then everything is looked at again.
    if (!isDatabaseAway(error)) report('reading how runs stand failed', error);
  });
  const access = new Bell();
  const closing = new AbortController();

  const listener = await listen(url, {
    channels: [EVENT_CHANNEL, ACCESS_CHANNEL],
    onNotify: (channel, payload) => {
      if (channel === ACCESS_CHANNEL) return access.ring();
      tails.get(payload)?.tail.notify();
      statuses.look(payload);
    },
    onConnect: () => {
      for (const { tail } of tails.values()) tail.notify();
      statuses.lookEverywhere();
      access.ring();
    },
  });
  const sweeping = setInterval(() => statuses.lookEverywhere(), SWEEP_MS);
  sweeping.unref();

  /** Whoever follows when the server stops must not take it for the end, but ask again: the next server goes on. */
  function stayOpen(signal: AbortSignal): void {
    if (closing.signal.aborted && !signal.aborted) throw new WeftError('unavailable');
  }

  return {
    async *events({ workspaceId, runId, after, signal }) {
      const held = tails.get(runId) ?? {
        workspaceId,
        tail: new RunTail(async (from) => await readEvents(pool, { workspaceId, runId, after: from })),
        followers: 0,
      };
      // What one workspace may read must not be served to another, whoever asked first.
      if (held.workspaceId !== workspaceId) return;
      tails.set(runId, held);
      held.followers += 1;
      try {
        const until = AbortSignal.any([signal, closing.signal]);
        for await (const page of follow(held.tail, { after, signal: until })) yield* compact(page);
        stayOpen(signal);
      } finally {
        held.followers -= 1;
        if (held.followers === 0) {
          held.tail.close();
          tails.delete(runId);
        }
      }
    },
    async *document({ signal, ...document }) {
      const key = topicKey(document);
      const topic = topics.get(key) ?? new DocumentTopic(document);
      topics.set(key, topic);
      statuses.lookAt(topic);
      try {
        yield* topic.follow(AbortSignal.any([signal, closing.signal]));
        stayOpen(signal);
      } finally {
        if (topic.isEmpty) topics.delete(key);
      }
    },
    accessChanged: () => access.next,
    async close() {
      clearInterval(sweeping);
      closing.abort();
      statuses.close();
      await listener.close();
    },
  };
}

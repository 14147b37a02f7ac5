import { connect } from '../../../apps/server/src/sync/testing/testClient.ts';
import type { Figures } from '../harness/benchmark.ts';
import { percentile } from '../harness/statistics.ts';
import type { Sizes } from './rounds.ts';
import type { System } from './system.ts';

const WARM_UP_MS = 2000;
/** Every tenth edit is asked after; a page asks when somebody pauses. */
const ASK_EVERY = 10;

/**
 * Every edit inserts a letter into one text and the time into a map; every other client notes how long ago that was. All
 * clients share a clock, being in one process.
 */
export async function measureLatency(system: System, sizes: Sizes): Promise<Figures> {
  const server = await system.start(0);
  const documentId = await system.newDocument();
  const clients = Array.from({ length: sizes.editors }, () => connect({ url: server.url, documentId }));
  try {
    await Promise.all(clients.map(async (client) => await client.synced()));
    const seen: number[] = [];
    const durable: number[] = [];
    let measuring = false;
    for (const { doc } of clients)
      doc.getMap<number>('at').observe((event) => {
        if (event.transaction.local || !measuring) return;
        const now = performance.now();
        for (const key of event.keysChanged) seen.push(now - event.target.get(key)!);
      });
    const stop = clients.map((client, who) =>
      editing(sizes.editsPerSecond, (count) => {
        client.doc.transact(() => {
          client.doc
            .getText('text')
            .insert(Math.floor(Math.random() * client.doc.getText('text').length), 'x');
          client.doc.getMap('at').set(`${who}`, performance.now());
        });
        if (!system.acknowledges || !measuring || (count + who) % ASK_EVERY !== 0) return;
        const asked = performance.now();
        void client.durable().then(
          () => durable.push(performance.now() - asked),
          () => {},
        );
      }),
    );
    await pause(WARM_UP_MS);
    measuring = true;
    await pause(sizes.seconds * 1000);
    measuring = false;
    for (const end of stop) end();
    return {
      seenP50: percentile(seen, 0.5),
      seenP95: percentile(seen, 0.95),
      ...(system.acknowledges
        ? { durableP50: percentile(durable, 0.5), durableP95: percentile(durable, 0.95) }
        : {}),
    };
  } finally {
    for (const { provider } of clients) provider.destroy();
    await server.kill();
  }
}

/** Edits at a rate, at irregular moments, until stopped. */
function editing(perSecond: number, edit: (count: number) => void): () => void {
  let count = 0;
  let timer: NodeJS.Timeout;
  const next = () => {
    edit(count++);
    timer = setTimeout(next, (1000 / perSecond) * (0.5 + Math.random()));
  };
  timer = setTimeout(next, (1000 / perSecond) * Math.random());
  return () => clearTimeout(timer);
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

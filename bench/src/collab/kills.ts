import * as Y from 'yjs';
import { connect, type TestClient } from '../../../apps/server/src/sync/testing/testClient.ts';
import { mulberry32 } from '@weft/ml/testing';
import type { System } from './system.ts';

export interface KillFigures {
  /** Edits that were acknowledged and are not there afterwards. */
  readonly lost: number;
  /** Edits that are there more than once. */
  readonly doubled: number;
  /** Editors whose document differs from what a newcomer finds. */
  readonly apart: number;
  readonly acknowledged: number;
}

const SHORTEST_MS = 50;
const LONGEST_MS = 500;

/**
 * Editors append numbered entries to one list and never close their tabs, while the server dies at random moments and comes
 * back on the same port. Afterwards everybody leaves, so that nobody can send again what the server lost, and it is killed
 * once more, so that nothing lives in memory alone.
 */
export async function measureKills(
  system: System,
  {
    editors,
    editsPerSecond,
    kills,
    seed,
  }: { editors: number; editsPerSecond: number; kills: number; seed: number },
): Promise<KillFigures> {
  const random = mulberry32(seed);
  const documentId = await system.newDocument();
  let server = await system.start(0);
  const { port, url } = server;
  const join = () => connect({ url, documentId, keepTrying: true });
  const acknowledged = new Set<string>();
  const clients = Array.from({ length: editors }, join);
  const everybody = [...clients];
  try {
    await Promise.all(clients.map(async (client) => await client.synced()));
    const stop = new AbortController();
    if (!system.acknowledges) for (const { doc } of clients) noteSeen(doc, acknowledged);
    const editing = clients.map(async (client, who) => {
      for (let count = 0; ; count++) {
        entries(client.doc).push([`${who}-${count}`]);
        if (system.acknowledges) void noteDurable(client, { who, count }, acknowledged);
        await pause((1000 / editsPerSecond) * (0.5 + random()));
        if (stop.signal.aborted) return count;
      }
    });
    for (let kill = 0; kill < kills; kill++) {
      await pause(SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * random());
      await server.kill();
      server = await system.start(port);
      await Promise.race(clients.map(async (client) => await client.synced()));
    }
    stop.abort();
    for (const [who, count] of (await Promise.all(editing)).entries()) {
      await clients[who]!.synced();
      if (system.acknowledges) await noteDurable(clients[who]!, { who, count }, acknowledged);
    }
    await settled(clients, acknowledged.size);
    for (const { provider } of clients) provider.destroy();
    await server.kill();
    server = await system.start(port);
    const newcomer = join();
    everybody.push(newcomer);
    await newcomer.synced();
    const found = entries(newcomer.doc).toArray();
    const stored = new Set(found);
    return {
      lost: [...acknowledged].filter((edit) => !stored.has(edit)).length,
      doubled: found.length - stored.size,
      apart: clients.filter(({ doc }) => !same(doc, newcomer.doc)).length,
      acknowledged: acknowledged.size,
    };
  } finally {
    for (const { provider } of everybody) provider.destroy();
    await server.kill();
  }
}

const entries = (doc: Y.Doc): Y.Array<string> => doc.getArray<string>('entries');

/** A barrier covers everything that this client did before. */
async function noteDurable(
  client: TestClient,
  { who, count }: { who: number; count: number },
  acknowledged: Set<string>,
): Promise<void> {
  try {
    await client.durable();
    for (let each = count; each >= 0 && !acknowledged.has(`${who}-${each}`); each--)
      acknowledged.add(`${who}-${each}`);
  } catch {
    // The server died first. A later barrier will cover this edit, or nobody promised anything.
  }
}

/** Where nothing is acknowledged, an edit counts from when somebody else has seen it. */
function noteSeen(doc: Y.Doc, acknowledged: Set<string>): void {
  entries(doc).observe((event) => {
    if (event.transaction.local) return;
    for (const { insert } of event.delta)
      if (Array.isArray(insert)) for (const edit of insert as string[]) acknowledged.add(edit);
  });
}

/** Until every editor is connected and has what all others have. */
async function settled(clients: readonly TestClient[], least: number): Promise<void> {
  await Promise.all(clients.map(async (client) => await client.synced()));
  const total = new Set(clients.flatMap(({ doc }) => entries(doc).toArray()));
  if (total.size < least) throw new Error('there are acknowledged edits that no editor has');
  await Promise.all(
    clients.map(async (client) => await client.until((doc) => entries(doc).length >= total.size)),
  );
}

/** The same entries in the same order, made by the same edits. */
const same = (one: Y.Doc, other: Y.Doc): boolean =>
  entries(one).toArray().join() === entries(other).toArray().join() &&
  Buffer.compare(vectorOf(one), vectorOf(other)) === 0;

/** In the order of the clients' numbers; Yjs gives them in the order in which it met them. */
const vectorOf = (doc: Y.Doc): Buffer =>
  Buffer.from(
    JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].toSorted(([a], [b]) => a - b)),
  );

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

import { startAlone } from '@weft/engine';
import type { SequencedEvent } from '@weft/engine/observe';
import { controlAlone, graph, TEST_ACTOR } from '@weft/engine/testing';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openRunFeed, type RunFeed } from './feed.ts';
import type { RunItem } from './items.ts';
import { openRunsApp, type RunsApp } from './testing/runsApp.ts';

let t: RunsApp;
let feed: RunFeed;
let queries: string[] = [];
const stops: AbortController[] = [];
beforeAll(async () => {
  t = await openRunsApp();
  await t.worker();
  const { pool, url } = t.app.database;
  // Its sweep never comes: what watchers hear of here, the feed was told.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  feed = await openRunFeed({ url, pool: counting(pool) });
  vi.useRealTimers();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});
afterAll(async () => {
  await feed.close();
  await t.close();
});

/** The pool, with the text of every statement kept in `queries`. */
const counting = (pool: Pool): Pick<Pool, 'query'> =>
  new Proxy(pool, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name !== 'query') return value;
      return (...given: [string | { text: string }, ...unknown[]]) => {
        queries.push(typeof given[0] === 'string' ? given[0] : given[0].text);
        return Reflect.apply(value as () => unknown, target, given);
      };
    },
  });

const workspaceId = () => t.engine.workspaceId;
const until = () => {
  const stop = new AbortController();
  stops.push(stop);
  return stop.signal;
};
const events = (runId: string, after?: bigint) =>
  feed.events({ workspaceId: workspaceId(), runId, after, signal: until() });
const all = async (source: AsyncIterable<SequencedEvent>) => {
  const list: SequencedEvent[] = [];
  for await (const event of source) list.push(event);
  return list;
};
const start = async (documentId: string) =>
  (await (await t.as(t.editor)).start({ documentId, runId: crypto.randomUUID() })).runId;

let salt = 0;
/** A run that stops in the middle until the file is there. */
async function gated() {
  const gate = join(t.app.folder, `gate-${salt++}`);
  const documentId = await t.document(
    graph({
      rows: { type: 'stub.source', params: { count: 8, salt: 900 + salt } },
      model: { type: 'stub.train', params: { steps: 6, gate }, in: { rows: 'rows.rows' } },
      total: { type: 'stub.sum', in: { rows: 'model.rows' } },
    }),
  );
  return { documentId, open: async () => await writeFile(gate, 'go') };
}

test('fifty viewers of a run get every event and read it once together', async () => {
  const { documentId, open } = await gated();
  const runId = await start(documentId);
  queries = [];
  const viewers = Array.from({ length: 50 }, async () => await all(events(runId)));
  for await (const event of events(runId)) if (event.type === 'step:checkpoint') break;
  await open();
  const [first, ...others] = await Promise.all(viewers);
  expect(first!.at(-1)!.type).toBe('run:finished');
  const stored = await all(t.engine.watch(runId));
  const facts = (list: readonly SequencedEvent[]) =>
    list
      .filter(({ type }) => type !== 'step:metric' && type !== 'step:progress')
      .map(({ seq, type, nodeId }) => `${seq} ${type} ${nodeId}`);
  for (const other of [first!, ...others]) expect(facts(other)).toEqual(facts(stored));
  const reads = queries.filter((text) => text.includes('from events'));
  expect(reads.length).toBeLessThanOrEqual(stored.length + 5);
});

test('who was cut off goes on after the last event they saw and misses nothing', async () => {
  const { documentId, open } = await gated();
  const runId = await start(documentId);
  const seen: SequencedEvent[] = [];
  for await (const event of events(runId)) {
    seen.push(event);
    if (event.type === 'step:checkpoint') break;
  }
  await open();
  await t.finished(runId);
  seen.push(...(await all(events(runId, seen.at(-1)!.seq))));
  const stored = await all(t.engine.watch(runId));
  const points = (list: readonly SequencedEvent[]) =>
    list.flatMap((event) => (event.type === 'step:metric' ? event.data.points : []));
  expect(points(seen)).toEqual(points(stored));
  expect(seen.map(({ seq }) => seq)).toEqual(
    [...new Set(seen.map(({ seq }) => seq))].sort((a, b) => Number(a - b)),
  );
  expect(seen.at(-1)!.type).toBe('run:finished');
});

test('a workspace is given nothing of another one’s run', async () => {
  const { documentId, open } = await gated();
  const runId = await start(documentId);
  const ours = events(runId);
  await ours.next();
  const foreign = feed.events({ workspaceId: crypto.randomUUID(), runId, signal: until() });
  expect((await foreign.next()).done).toBe(true);
  const foreignWatch = feed.document({ workspaceId: crypto.randomUUID(), documentId, signal: until() });
  const stop = stops.at(-1)!;
  const early = foreignWatch.next();
  const watch = watching(documentId);
  await open();
  await watch.has('succeeded', runId);
  stop.abort();
  expect((await early).done).toBe(true);
});

/** Statuses that a watcher of the document is told, as they come. */
function watching(documentId: string) {
  const told: RunItem[] = [];
  let wake = () => {};
  void (async () => {
    for await (const item of feed.document({ workspaceId: workspaceId(), documentId, signal: until() })) {
      told.push(item);
      wake();
    }
  })();
  const has = async (status: RunItem['status'], runId?: string) => {
    const found = () =>
      told.find((item) => item.status === status && (runId === undefined || item.runId === runId));
    while (found() === undefined) await new Promise<void>((resolve) => (wake = resolve));
    return found()!;
  };
  return { told, has };
}

test('watchers of a document hear of runs that the command line starts, pauses and cancels', async () => {
  const { documentId, open } = await gated();
  const [one, other] = [watching(documentId), watching(documentId)];
  const { document } = await t.app.deps.rooms.freeze(documentId);
  const prepared = t.engine.prepare(document).prepared!;
  const { runId } = await startAlone(t.engine, prepared, {
    document,
    ref: documentId,
    actor: TEST_ACTOR,
  });
  expect(await one.has('running')).toMatchObject({
    runId,
    number: 1,
    startedBy: { ...TEST_ACTOR, name: null },
  });
  await controlAlone(t.engine, { verb: 'pause', runId, actor: TEST_ACTOR });
  await Promise.all([one.has('paused'), other.has('paused')]);
  await controlAlone(t.engine, { verb: 'cancel', runId, actor: TEST_ACTOR });
  await Promise.all([one.has('cancelled'), other.has('cancelled')]);
  await open();
  expect(one.told.map(({ status }) => status)).toEqual(other.told.map(({ status }) => status));
  // Whoever comes now is told of the latest run only.
  const second = await start(documentId);
  await one.has('succeeded', second);
  const late = watching(documentId);
  await late.has('succeeded');
  expect(late.told.map((item) => item.runId)).toEqual([second]);
});

test('what happened while nobody listened is found when the connection is back', async () => {
  const { documentId, open } = await gated();
  const watch = watching(documentId);
  const runId = await start(documentId);
  const following = all(events(runId));
  await watch.has('running', runId);
  for await (const event of events(runId)) if (event.type === 'step:checkpoint') break;
  await t.app.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'weft listener'`,
  );
  await open();
  const seen = await following;
  expect(seen.at(-1)!.type).toBe('run:finished');
  await watch.has('succeeded', runId);
});

test('a feed that closes tells its followers to ask again', async () => {
  const { documentId, open } = await gated();
  const runId = await start(documentId);
  const { pool, url } = t.app.database;
  const closing = await openRunFeed({ pool, url });
  const following = all(closing.events({ workspaceId: workspaceId(), runId, signal: until() }));
  const watched = closing.document({ workspaceId: workspaceId(), documentId, signal: until() });
  await watched.next();
  const next = watched.next();
  const ended = Promise.allSettled([following, next]);
  await closing.close();
  await closing.close();
  const unavailable = { status: 'rejected', reason: { code: 'unavailable' } };
  expect(await ended).toMatchObject([unavailable, unavailable]);
  await open();
  await t.finished(runId);
});

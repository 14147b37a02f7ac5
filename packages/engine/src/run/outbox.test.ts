import { asTenant } from '@weft/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAlone } from '../engine.ts';
import { inTransaction } from '../store/tx.ts';
import { graph, TEST_ACTOR, testEngine, type TestEngine } from '../testing/index.ts';
import { openWorkspaceFeed, readWorkspaceEvents, type WorkspaceEvent } from './workspaceFeed.ts';

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine();
  await t.worker({ slots: 4 });
});
afterAll(async () => await t.close());

const read = async (after = 0n, workspaceId = t.engine.workspaceId): Promise<readonly WorkspaceEvent[]> =>
  (await readWorkspaceEvents(t.engine.pool, { workspaceId, after })).events;
const gapFree = (events: readonly WorkspaceEvent[], from = 1n) =>
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => from + BigInt(i)));

let salt = 0;
const tiny = () => graph({ only: { type: 'stub.noop', params: { salt: 5000 + salt++ } } });
const start = async (options: { label?: string } = {}) =>
  await t.start(tiny(), { ref: `r${salt}`, ...options });

test('a run is told of when it starts, asks, is moved, publishes and ends, and no step of it is', async () => {
  const runId = await t.start(
    graph({
      rows: { type: 'stub.source', params: { salt: 4 } },
      total: { type: 'stub.sum', params: { publish: 'tiny' }, in: { rows: 'rows.rows' } },
      ask: { type: 'stub.ask', in: { rows: 'total.rows' } },
    }),
    { ref: 'told' },
  );
  for await (const event of t.engine.watch(runId)) if (event.type === 'step:asking') break;
  await t.answer(runId, 'ask', true);
  const view = await t.finished(runId);
  const events = await read();
  gapFree(events);
  expect(events.map(({ type, actor }) => [type, actor.kind])).toEqual([
    ['run:started', 'commandLine'],
    ['artifact:published', 'worker'],
    ['step:asking', 'worker'],
    ['step:answered', 'commandLine'],
    ['run:finished', 'worker'],
  ]);
  const { hash } = view.steps[1]!.outputs.rows!;
  expect(events[1]).toMatchObject({
    subject: { kind: 'artifact', id: hash },
    data: { runId, number: 1, nodeId: 'total', name: 'tiny' },
  });
  expect(events[4]).toMatchObject({ subject: { kind: 'run', id: runId }, data: { status: 'succeeded' } });
});

test('numbers are gap-free and in commit order under concurrent commits, also when some roll back', async () => {
  const from = BigInt((await read()).length);
  const runs = await Promise.all(Array.from({ length: 12 }, async () => await start()));
  await Promise.all([
    ...runs.map(async (runId) => await t.finished(runId)),
    ...Array.from({ length: 6 }, async () => {
      const document = tiny();
      const forecast = await t.engine.forecast(t.engine.prepare(document).prepared!);
      await inTransaction(t.engine.pool, async (tx) => {
        await t.engine.start(tx, forecast, { document, ref: `r${salt}`, actor: TEST_ACTOR });
        throw new Error('rolled back');
      }).catch(() => {});
    }),
  ]);
  const events = await read(from);
  gapFree(events, from + 1n);
  expect(events).toHaveLength(24);
  const times = events.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('a transaction that has told of something waits for nobody who tells: no deadlock in whatever order', async () => {
  const [a, b] = [await start({ label: 'none' }), await start({ label: 'none' })];
  const { pool } = t.engine;
  const [one, two] = [await pool.connect(), await pool.connect()];
  try {
    await one.query('begin');
    await two.query('begin');
    // Each has spoken in the log of the workspace before it takes another run's row.
    await t.engine.control(one, { verb: 'pause', runId: a, actor: TEST_ACTOR });
    await t.engine.control(two, { verb: 'pause', runId: b, actor: TEST_ACTOR });
    const c = await start({ label: 'none' });
    await t.engine.control(one, { verb: 'pause', runId: c, actor: TEST_ACTOR });
    await two.query('commit');
    await one.query('commit');
  } finally {
    one.release();
    two.release();
  }
  const events = await read();
  gapFree(events);
  expect(events.slice(-3).map(({ subject }) => subject.id)).toEqual([b, a, expect.anything()]);
});

test('followers are told of what is stored and of what comes, through a lost connection too', async () => {
  const { pool, url } = { pool: t.engine.pool, url: t.url };
  const feed = await openWorkspaceFeed({ pool, url });
  const stop = new AbortController();
  const from = BigInt((await read()).length);
  const follow = (after: bigint) => {
    const seen: WorkspaceEvent[] = [];
    const waiting = new Set<() => void>();
    const done = (async () => {
      const pages = feed.follow({ workspaceId: t.engine.workspaceId, after, signal: stop.signal });
      for await (const page of pages) {
        seen.push(...page);
        for (const wake of waiting) wake();
      }
    })();
    const has = async (runId: string) => {
      while (!seen.some(({ type, subject }) => type === 'run:finished' && subject.id === runId))
        await new Promise<void>((resolve) => waiting.add(resolve));
    };
    return { seen, has, done };
  };
  const [all, late] = [follow(0n), follow(from)];
  const first = await start();
  await Promise.all([all.has(first), late.has(first)]);
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'weft listener'`,
  );
  // Committed while nobody listens.
  const meanwhile = [await start(), await start()];
  for (const runId of meanwhile) await Promise.all([all.has(runId), late.has(runId)]);
  gapFree(all.seen);
  gapFree(late.seen, from + 1n);
  expect(late.seen).toEqual(await read(from));
  await feed.close();
  await Promise.all([all.done, late.done]);
});

test('a workspace is told nothing of another one', async () => {
  const other = crypto.randomUUID();
  await t.engine.pool.query(`insert into workspaces (id, name, slug) values ($1::uuid, 'Other', $1::text)`, [
    other,
  ]);
  const engine = t.engine.inWorkspace(other);
  const document = tiny();
  const prepared = engine.prepare(document).prepared!;
  await startAlone(engine, prepared, { document, ref: 'other', actor: TEST_ACTOR, label: 'none' });
  const theirs = await read(0n, other);
  gapFree(theirs);
  expect(theirs.map(({ type }) => type)).toEqual(['run:started']);
  expect((await read()).some(({ data }) => data.runId === theirs[0]!.data.runId)).toBe(false);
  // The second wall: a query that forgot its filter.
  const seen = await asTenant(t.engine.pool, other, async (tx) => [
    (await tx.query('select subject_id from workspace_events')).rows,
    (await tx.query('select workspace_id from workspace_event_heads')).rows,
  ]);
  expect(seen).toEqual([[{ subject_id: theirs[0]!.data.runId }], [{ workspace_id: other }]]);
  await expect(
    asTenant(t.engine.pool, other, async (tx) => await tx.query('delete from workspace_events')),
  ).rejects.toThrow(/permission denied/);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAlone } from '../engine.ts';
import type { Actor } from '../observe/actor.ts';
import { inTransaction } from '../store/tx.ts';
import { controlAlone, graph, testEngine, type TestEngine } from '../testing/index.ts';

let t: TestEngine;
beforeAll(async () => (t = await testEngine()));
afterAll(async () => await t.close());

const person: Actor = { kind: 'person', id: 'a-person', requestId: 'request-1' };
const key: Actor = { kind: 'key', id: 'a-key', requestId: 'request-2' };
const commandLine: Actor = { kind: 'commandLine', id: 'ada', requestId: null };
const schedule: Actor = { kind: 'schedule', id: 'nightly', requestId: null };

let salt = 0;
const asking = () =>
  graph({
    rows: { type: 'stub.source', params: { salt: 100 + salt++ } },
    ask: { type: 'stub.ask', in: { rows: 'rows.rows' } },
  });
const forecast = async (document = asking()) => {
  const { prepared } = t.engine.prepare(document);
  return { document, forecast: await t.engine.forecast(prepared!) };
};
const countOf = async (table: 'runs' | 'versions' | 'steps' | 'workspace_events'): Promise<number> => {
  const { rows } = await t.engine.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]!.n;
};

test('a run, its moves and its log say who started, paused, resumed, answered, cancelled and retried it', async () => {
  const document = asking();
  const { prepared } = t.engine.prepare(document);
  const { runId } = await startAlone(t.engine, prepared!, {
    document,
    ref: 'moves',
    actor: schedule,
    label: 'moves',
  });
  await t.control('pause', runId, person);
  await t.control('resume', runId, key);
  const worker = await t.worker({ labels: ['moves'] });
  for await (const event of t.engine.watch(runId)) if (event.type === 'step:asking') break;
  await t.control('cancel', runId, commandLine);
  await t.control('retry', runId, person);
  for await (const { type, seq } of t.engine.watch(runId)) if (type === 'step:asking' && seq > 9n) break;
  expect(await t.answer(runId, 'ask', true, key)).toBe(true);
  for await (const { type, seq } of t.engine.watch(runId)) if (type === 'step:succeeded' && seq > 12n) break;

  const view = (await t.engine.view(runId))!;
  expect(view.startedBy).toEqual(schedule);
  expect(view.moves.map(({ type, nodeId, actor }) => [type, nodeId, actor])).toEqual([
    ['run:started', null, schedule],
    ['run:paused', null, person],
    ['run:resumed', null, key],
    ['run:cancelled', null, commandLine],
    ['run:retried', null, person],
    ['step:answered', 'ask', key],
  ]);
  const actors = new Map<string, Actor | null>();
  for await (const event of t.engine.watch(runId)) {
    actors.set(event.type, event.actor);
    if (event.type === 'run:finished' && event.data.status === 'succeeded') break;
  }
  const byWorker = { kind: 'worker', id: worker.id, requestId: null };
  // Of one transaction, all events have one actor.
  expect(actors.get('step:cancelled')).toEqual(commandLine);
  for (const type of ['step:started', 'step:asking', 'step:succeeded', 'run:finished'])
    expect([type, actors.get(type)]).toEqual([type, byWorker]);
});

test('an actor that is none is refused', async () => {
  const { document, forecast: foreseen } = await forecast();
  await expect(
    inTransaction(
      t.engine.pool,
      async (tx) =>
        await t.engine.start(tx, foreseen, {
          document,
          ref: 'nobody',
          actor: { kind: 'nobody' as 'person', id: '', requestId: null },
        }),
    ),
  ).rejects.toThrow(/kind/);
});

describe('the caller’s transaction', () => {
  test('leaves nothing of a start when it rolls back, and the same id can then start another document', async () => {
    const runId = crypto.randomUUID();
    const tables = ['runs', 'versions', 'steps', 'workspace_events'] as const;
    const before = await Promise.all(tables.map(countOf));
    const abandoned = await forecast();
    await expect(
      inTransaction(t.engine.pool, async (tx) => {
        const options = { document: abandoned.document, runId, ref: 'rolled back', actor: person };
        await t.engine.start(tx, abandoned.forecast, options);
        await t.engine.control(tx, { verb: 'pause', runId, actor: person });
        throw new Error('no money');
      }),
    ).rejects.toThrow('no money');
    expect(await Promise.all(tables.map(countOf))).toEqual(before);

    const document = graph({ only: { type: 'stub.source', params: { salt: 99 } } });
    const { prepared } = t.engine.prepare(document);
    await startAlone(t.engine, prepared!, { document, runId, ref: 'instead', actor: key });
    expect((await t.engine.view(runId))!.steps.map(({ nodeId }) => nodeId)).toEqual(['only']);
  });

  test('commits rows of its own with a move, or neither', async () => {
    await t.engine.pool.query('create table charged (run_id uuid)');
    const { document, forecast: foreseen } = await forecast();
    const runId = crypto.randomUUID();
    await inTransaction(t.engine.pool, async (tx) => {
      await tx.query('insert into charged values ($1)', [runId]);
      await t.engine.start(tx, foreseen, { document, runId, ref: 'charged', actor: person, label: 'none' });
    });
    await inTransaction(t.engine.pool, async (tx) => {
      await t.engine.control(tx, { verb: 'cancel', runId, actor: person });
      await tx.query('delete from charged where run_id = $1', [runId]);
      await tx.query('select 1 / 0');
    }).catch(() => {});
    const { rows } = await t.engine.pool.query('select run_id from charged');
    expect(rows).toEqual([{ run_id: runId }]);
    expect((await t.engine.view(runId))!.status).toBe('running');
  });

  test('goes on after a start that came second, in the same instant', async () => {
    const { document, forecast: foreseen } = await forecast();
    const options = { document, runId: crypto.randomUUID(), ref: 'twice', actor: person, label: 'none' };
    const first = await t.engine.pool.connect();
    try {
      await first.query('begin');
      expect((await t.engine.start(first, foreseen, options)).number).toBe(1);
      const second = inTransaction(t.engine.pool, async (tx) => {
        const started = await t.engine.start(tx, foreseen, options);
        return { ...started, goesOn: (await tx.query('select 1 as one')).rows };
      });
      await waitsForLock();
      await first.query('commit');
      expect(await second).toEqual({ runId: options.runId, number: 1, goesOn: [{ one: 1 }] });
    } finally {
      first.release();
    }
    expect(await controlAlone(t.engine, { verb: 'cancel', runId: options.runId, actor: key })).toMatchObject({
      done: true,
    });
  });
});

/** Resolves when some connection of this database waits for a lock. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await t.engine.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

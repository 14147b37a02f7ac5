import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../store/tx.ts';
import { graph, statuses, testEngine, type TestEngine } from '../testing/index.ts';
import { createPublicationLog, publicationLog } from '../testing/publicationLog.ts';
import type { HookName, Hooks, Moment, StepEnd } from './hooks.ts';

let t: TestEngine;
interface Call {
  readonly hook: HookName;
  readonly runId: string;
  readonly actor: string;
  readonly status: string;
  readonly given: unknown;
}
const calls: Call[] = [];
/** Set by a test: throws for these calls. */
let refuse: (call: Call) => boolean = () => false;

/** Writes what it hears into a table, in the engine's transaction, and then refuses what it is told to. */
const recorder: Hooks = {
  name: 'recorder',
  onStart: async (at, given) => await record('onStart', at, given),
  onStepEnd: async (at, given) => await record('onStepEnd', at, given),
  onPublication: async (at, given) => await record('onPublication', at, given),
  onRunEnd: async (at, given) => await record('onRunEnd', at, given),
};
async function record(hook: HookName, { tx, run, actor }: Moment, given: unknown): Promise<void> {
  const call = { hook, runId: run.id, actor: actor.kind, status: run.status, given };
  calls.push(call);
  await tx.query('insert into heard (run_id, hook, given) values ($1, $2, $3)', [
    run.id,
    hook,
    JSON.stringify(given),
  ]);
  if (refuse(call)) throw new Error('the ledger is closed');
}

beforeAll(async () => {
  t = await testEngine({ hooks: [recorder, publicationLog] });
  await createPublicationLog(t.engine.pool);
  await t.engine.pool.query('create table heard (run_id uuid, hook text, given jsonb)');
  await t.worker({ slots: 4 });
});
afterEach(() => {
  refuse = () => false;
});
afterAll(async () => await t.close());

const of = (runId: string) => calls.filter((call) => call.runId === runId);
const ends = (runId: string) =>
  of(runId).flatMap(({ hook, given }) => (hook === 'onStepEnd' ? (given as readonly StepEnd[]) : []));
const heard = async (runId: string, hook: HookName): Promise<number> => {
  const { rows } = await t.engine.pool.query<{ n: number }>(
    'select count(*)::int as n from heard where run_id = $1 and hook = $2',
    [runId, hook],
  );
  return rows[0]!.n;
};

test('a run is heard of from its start to its end, with who acts', async () => {
  const run = await t.run(
    graph({
      rows: { type: 'stub.source', params: { salt: 1 } },
      bad: { type: 'stub.fail', in: { rows: 'rows.rows' } },
      below: { type: 'stub.double', in: { rows: 'bad.rows' } },
    }),
  );
  const list = of(run.runId);
  expect([list[0]!.hook, list[0]!.actor, list[0]!.given]).toEqual([
    'onStart',
    'commandLine',
    { steps: 3, cached: 0 },
  ]);
  expect([list.at(-1)!.hook, list.at(-1)!.actor, list.at(-1)!.given]).toEqual([
    'onRunEnd',
    'worker',
    { status: 'failed' },
  ]);
  expect(ends(run.runId).map(({ nodeId, status, attempt }) => [nodeId, status, attempt])).toEqual([
    ['rows', 'succeeded', { number: 1, outcome: 'succeeded' }],
    ['bad', 'failed', { number: 1, outcome: 'failed' }],
    ['below', 'skipped', null],
  ]);
});

test('steps from the cache and steps that are cancelled end too', async () => {
  const rows = { type: 'stub.source', params: { salt: 2 } };
  await t.run(graph({ rows }));
  const runId = await t.start(
    graph({ rows, other: { type: 'stub.double', params: { add: 7 }, in: { rows: 'rows.rows' } } }),
    { label: 'nobody' },
  );
  await t.control('cancel', runId);
  expect(ends(runId).map(({ nodeId, status, attempt }) => [nodeId, status, attempt])).toEqual([
    ['rows', 'cached', null],
    ['other', 'cancelled', null],
  ]);
  expect(of(runId).map(({ hook }) => hook)).toEqual(['onStart', 'onStepEnd', 'onStepEnd', 'onRunEnd']);
});

test('many steps that end in one commit are one call', async () => {
  const wide = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`n${i}`, { type: 'stub.noop', params: { salt: 100 + i } }]),
  );
  const run = await t.run(graph(wide));
  expect(ends(run.runId)).toHaveLength(40);
  expect(await heard(run.runId, 'onStepEnd')).toBeLessThan(40);
  // All of them cached: one transaction, one call of each kind.
  const again = await t.run(graph(wide));
  expect(of(again.runId).map(({ hook }) => hook)).toEqual(['onStart', 'onStepEnd', 'onRunEnd']);
});

test('rows of a hook and the end of the step appear together', async () => {
  const runId = await t.start(graph({ only: { type: 'stub.source', params: { salt: 3 } } }));
  for (let over = false; !over;) {
    // One statement sees one moment.
    const { rows } = await t.engine.pool.query<{ step: string; rows: number }>(
      `select s.status as step, (select count(*)::int from heard h where h.run_id = s.run_id and h.hook = 'onStepEnd') as rows
       from steps s where s.run_id = $1`,
      [runId],
    );
    over = rows[0]!.step === 'succeeded';
    expect(rows[0]!.rows).toBe(over ? 1 : 0);
  }
});

test('a hook that refuses a start leaves no run', async () => {
  refuse = ({ hook }) => hook === 'onStart';
  await expect(
    t.start(graph({ only: { type: 'stub.source', params: { salt: 4 } } }), { ref: 'refused' }),
  ).rejects.toThrow('the hook onStart of "recorder" failed: the ledger is closed');
  expect(await t.engine.list({ ref: 'refused' })).toEqual([]);
});

test('a hook that fails for a moment is called again, and nothing is lost or doubled', async () => {
  let failures = 2;
  refuse = ({ hook }) => hook === 'onPublication' && failures-- > 0;
  const run = await t.run(
    graph({
      rows: { type: 'stub.source', params: { salt: 5 } },
      total: { type: 'stub.sum', params: { publish: 'once' }, in: { rows: 'rows.rows' } },
    }),
  );
  expect(run.status).toBe('succeeded');
  expect(await heard(run.runId, 'onPublication')).toBe(1);
  const { rows } = await t.engine.pool.query('select name from published where run_id = $1', [run.runId]);
  expect(rows).toEqual([{ name: 'once' }]);
});

test('a hook that keeps refusing fails the step it refuses and no other, on record, and the run ends', async () => {
  refuse = ({ hook }) => hook === 'onPublication';
  const run = await t.run(
    graph({
      rows: { type: 'stub.source', params: { salt: 6 } },
      total: { type: 'stub.sum', params: { publish: 'never' }, in: { rows: 'rows.rows' } },
      other: { type: 'stub.double', params: { add: 1 }, in: { rows: 'rows.rows' } },
    }),
  );
  expect([run.status, statuses(run)]).toEqual([
    'failed',
    { rows: 'succeeded', total: 'failed', other: 'succeeded' },
  ]);
  expect(run.steps.find(({ nodeId }) => nodeId === 'total')!.error).toMatchObject({
    kind: 'bug',
    code: 'hook.failed',
    message: 'the hook onPublication of "recorder" failed: the ledger is closed.',
  });
  expect(await heard(run.runId, 'onPublication')).toBe(0);
}, 60_000);

test('hooks that refuse every end, of a step and of the run, still let the run end', async () => {
  refuse = ({ hook }) => hook === 'onStepEnd' || hook === 'onRunEnd';
  const run = await t.run(graph({ only: { type: 'stub.source', params: { salt: 7 } } }));
  expect(run.steps[0]).toMatchObject({ status: 'failed', error: { code: 'hook.failed' } });
  expect(await heard(run.runId, 'onRunEnd')).toBe(0);
}, 60_000);

test('the sweep takes a step back from a worker that is gone, although a hook refuses its end', async () => {
  const runId = await t.start(
    graph({
      rows: { type: 'stub.source', params: { salt: 9 } },
      model: {
        type: 'stub.train',
        params: { gate: join(t.directory, 'never'), steps: 9 },
        in: { rows: 'rows.rows' },
      },
    }),
    { checkpointSeconds: 0 },
  );
  for await (const event of t.engine.watch(runId)) if (event.type === 'step:checkpoint') break;
  refuse = ({ hook, given }) =>
    hook === 'onStepEnd' && (given as readonly StepEnd[]).some(({ error }) => error?.code === 'worker.lost');
  // As a worker leaves it that stops for good: nobody renews the lease of this attempt any more.
  await t.engine.pool.query(
    `update steps set lease_until = now() - interval '1 hour', attempt = attempt + 1
     where run_id = $1 and status = 'running'`,
    [runId],
  );
  for await (const event of t.engine.watch(runId)) {
    if (event.type !== 'step:retrying') continue;
    expect(event.data.error.code).toBe('hook.failed');
    break;
  }
  await t.control('cancel', runId);
}, 60_000);

test('a hook joins the transaction of the verb’s caller', async () => {
  const runId = await t.start(graph({ only: { type: 'stub.source', params: { salt: 8 } } }), {
    label: 'nobody',
  });
  await inTransaction(t.engine.pool, async (tx) => {
    await t.engine.control(tx, {
      verb: 'cancel',
      runId,
      actor: { kind: 'person', id: 'p', requestId: null },
    });
    throw new Error('changed my mind');
  }).catch(() => {});
  expect(await heard(runId, 'onRunEnd')).toBe(0);
  expect((await t.engine.view(runId))!.status).toBe('running');
  await t.control('cancel', runId);
  expect(await heard(runId, 'onRunEnd')).toBe(1);
});

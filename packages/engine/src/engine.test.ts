import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunIdTaken } from './run/start.ts';
import { graph, statuses, testEngine, type TestEngine } from './testing/index.ts';

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine();
  await t.worker();
});
afterAll(async () => await t.close());

let files = 0;
const path = () => join(t.directory, `journal-${files++}`);
const lines = async (file: string) =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean);

const pipeline = (salt = 0, modulo = 0) =>
  graph({
    rows: { type: 'stub.source', params: { count: 40, salt } },
    twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
    model: { type: 'stub.train', in: { rows: 'twice.rows' } },
    total: { type: 'stub.sum', params: { modulo }, in: { rows: ['twice.rows', 'model.rows'] } },
  });

/** Resolves at the first event of the run that matches. */
async function seen(
  runId: string,
  match: (event: { type: string; nodeId: string | null }) => boolean,
): Promise<void> {
  for await (const event of t.engine.watch(runId)) if (match(event)) return;
  throw new Error('the run ended without the event');
}

test('runs a pipeline to its end and finds everything cached the second time', async () => {
  const first = await t.run(pipeline());
  expect(first.status).toBe('succeeded');
  expect(statuses(first)).toEqual({
    rows: 'succeeded',
    twice: 'succeeded',
    model: 'succeeded',
    total: 'succeeded',
  });
  const second = await t.run(pipeline());
  expect(statuses(second)).toEqual({ rows: 'cached', twice: 'cached', model: 'cached', total: 'cached' });
  expect(second.steps.map((s) => s.outputs)).toEqual(first.steps.map((s) => s.outputs));
});

test('re-runs only the nodes below an edited param, and nothing when the edit is taken back', async () => {
  await t.run(pipeline(1));
  expect(statuses(await t.run(pipeline(1, 7)))).toEqual({
    rows: 'cached',
    twice: 'cached',
    model: 'cached',
    total: 'succeeded',
  });
  expect(Object.values(statuses(await t.run(pipeline(1))))).toEqual(['cached', 'cached', 'cached', 'cached']);
});

test('stops below an edited step that yields the bytes it yielded before', async () => {
  const cutOff = (salt: number) =>
    graph({
      rows: { type: 'stub.source', params: { count: 4, salt } },
      // The sum modulo 2 of four consecutive numbers is always 0.
      parity: { type: 'stub.sum', params: { modulo: 2 }, in: { rows: 'rows.rows' } },
      twice: { type: 'stub.double', in: { rows: 'parity.rows' } },
      model: { type: 'stub.train', in: { rows: 'twice.rows' } },
    });
  await t.run(cutOff(0));
  expect(statuses(await t.run(cutOff(8)))).toEqual({
    rows: 'succeeded',
    parity: 'succeeded',
    twice: 'cached',
    model: 'cached',
  });
});

test('an input error fails its step at once and skips what is below, while the rest runs on', async () => {
  const run = await t.run(
    graph({
      bad: { type: 'stub.fail' },
      below: { type: 'stub.double', in: { rows: 'bad.rows' } },
      further: { type: 'stub.double', in: { rows: 'below.rows' } },
      rows: { type: 'stub.source' },
      good: { type: 'stub.double', in: { rows: 'rows.rows' } },
    }),
  );
  expect(run.status).toBe('failed');
  expect(statuses(run)).toEqual({
    bad: 'failed',
    below: 'skipped',
    further: 'skipped',
    rows: 'succeeded',
    good: 'succeeded',
  });
  const bad = run.steps.find((s) => s.nodeId === 'bad')!;
  expect(bad).toMatchObject({
    attempts: 1,
    error: { kind: 'input', code: 'stub.failed', message: 'it was told to fail' },
  });
});

test('retries what failed, and only that, when asked to', async () => {
  const [until, journal] = [path(), path()];
  const document = graph({
    rows: { type: 'stub.source', params: { journal, salt: 50 } },
    bad: { type: 'stub.fail', params: { until }, in: { rows: 'rows.rows' } },
    below: { type: 'stub.double', in: { rows: 'bad.rows' } },
  });
  const runId = await t.start(document);
  expect((await t.finished(runId)).status).toBe('failed');
  await writeFile(until, '');
  expect(await t.engine.control('retry', runId)).toEqual({ done: true, status: 'running' });
  await seen(runId, ({ type }) => type === 'run:retried');
  for await (const event of t.engine.watch(runId))
    if (event.type === 'step:succeeded' && event.nodeId === 'below') break;
  const run = (await t.engine.view(runId))!;
  expect([run.status, statuses(run)]).toEqual([
    'succeeded',
    { rows: 'succeeded', bad: 'succeeded', below: 'succeeded' },
  ]);
  expect(await lines(journal)).toEqual(['source']);
});

test('a transient error is tried again after a while and says so', async () => {
  const [until, journal] = [path(), path()];
  const runId = await t.start(
    graph({ busy: { type: 'stub.fail', params: { kind: 'transient', until, journal } } }),
  );
  for await (const event of t.engine.watch(runId)) {
    if (event.type !== 'step:retrying') continue;
    expect(event.data.error.message).toBe('it was told to fail');
    await writeFile(until, '');
    break;
  }
  const run = await t.finished(runId);
  expect(run.status).toBe('succeeded');
  expect((await lines(journal)).length).toBeGreaterThan(1);
});

test.each([
  ['exit', 'stub.fail', 'executor.died', /exit code 7; it last printed: native library says goodbye/],
  ['memory', 'stub.fail', 'executor.memory', /it used \d+ MiB, the limit is 300 MiB/],
  ['hang', 'stub.hang', 'executor.timeout', /it ran longer than 5 s/],
] as const)(
  'a node that does %s takes only its executor process along, twice, and then fails',
  async (kind, type, code, message) => {
    const journal = path();
    const params: Record<string, string> = type === 'stub.fail' ? { kind, journal } : { journal };
    const run = await t.run(graph({ bad: { type, params }, rows: { type: 'stub.source' } }));
    expect(run.status).toBe('failed');
    const bad = run.steps.find((s) => s.nodeId === 'bad')!;
    expect(bad.error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await lines(journal)).toHaveLength(2);
    expect((await t.run(pipeline(99))).status).toBe('succeeded');
  },
);

test('a paused run keeps its progress and goes on from it when resumed', async () => {
  const [gate, journal] = [path(), path()];
  const document = graph({
    rows: { type: 'stub.source', params: { salt: 3 } },
    model: { type: 'stub.train', params: { gate, journal, steps: 8 }, in: { rows: 'rows.rows' } },
  });
  const runId = await t.start(document);
  await seen(runId, ({ type, nodeId }) => type === 'step:metric' && nodeId === 'model');
  expect(await t.engine.control('pause', runId)).toMatchObject({ done: true, status: 'paused' });
  await writeFile(gate, '');
  await seen(runId, ({ type, nodeId }) => type === 'step:paused' && nodeId === 'model');
  const paused = (await t.engine.view(runId))!;
  expect(statuses(paused).model).toBe('paused');
  expect(paused.steps[1]!.waiting!.reason.en).toBe('the run is paused; its progress is saved');
  await t.engine.control('resume', runId);
  const run = await t.finished(runId);
  expect(run.status).toBe('succeeded');
  expect(await lines(journal)).toEqual(Array.from({ length: 8 }, (_, i) => `train ${i}`));
  const undisturbed = await t.run(document, { selection: { force: true } });
  expect(undisturbed.steps[1]!.outputs).toEqual(run.steps[1]!.outputs);
});

test('a cancelled run is over at once and its executor stops', async () => {
  const runId = await t.start(
    graph({
      rows: { type: 'stub.source' },
      model: { type: 'stub.train', params: { gate: path(), steps: 9 }, in: { rows: 'rows.rows' } },
    }),
  );
  await seen(runId, ({ type, nodeId }) => type === 'step:metric' && nodeId === 'model');
  await t.engine.control('cancel', runId);
  const run = await t.finished(runId);
  expect([run.status, statuses(run)]).toEqual(['cancelled', { rows: 'cached', model: 'cancelled' }]);
  expect(await t.engine.control('cancel', runId)).toEqual({ done: false, status: 'cancelled' });
});

test('a gate holds no worker while it waits, and closes with the answer', async () => {
  const document = graph({
    rows: { type: 'stub.source' },
    ask: { type: 'stub.ask', in: { rows: 'rows.rows' } },
    after: { type: 'stub.double', in: { rows: 'ask.rows' } },
  });
  const runId = await t.start(document);
  await seen(runId, ({ type }) => type === 'step:asking');
  const waiting = (await t.engine.view(runId))!;
  expect(waiting.status).toBe('waiting');
  expect(waiting.steps[1]).toMatchObject({
    question: { question: 'go on?' },
    waiting: { reason: { en: 'waits for an answer' }, cause: { because: 'question' } },
  });
  expect(await t.engine.answer(runId, 'after', true)).toBe(false);
  expect(await t.engine.answer(runId, 'ask', true)).toBe(true);
  expect(await t.engine.answer(runId, 'ask', true)).toBe(false);
  expect((await t.finished(runId)).status).toBe('succeeded');
});

test.each([1, 2, 4])('%i shards give the same bytes', async (shards) => {
  const journal = path();
  const document = graph({
    rows: { type: 'stub.source', params: { count: 200 } },
    twice: { type: 'stub.double', params: { journal }, in: { rows: 'rows.rows' } },
  });
  const run = await t.run(document, { shards, selection: { force: true } });
  expect(run.status).toBe('succeeded');
  expect(await lines(journal)).toHaveLength(50);
  expect(run.steps[1]!.outputs.rows!.hash).toBe((await t.run(document)).steps[1]!.outputs.rows!.hash);
});

test.each(['flipped', 'removed'])(
  'an artifact found %s is rebuilt from its inputs, with the same bytes',
  async (how) => {
    const document = (modulo: number) =>
      graph({
        rows: { type: 'stub.source', params: { salt: how === 'removed' ? 700 : 800 } },
        twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
        total: { type: 'stub.sum', params: { modulo }, in: { rows: 'twice.rows' } },
      });
    const first = await t.run(document(11));
    const { hash } = first.steps[1]!.outputs.rows!;
    const file = await t.engine.store.localPath(hash);
    if (how === 'removed') await t.engine.store.remove('objects', [hash]);
    else {
      const bytes = await readFile(file);
      bytes[20]! ^= 1;
      await writeFile(file, bytes);
    }
    const second = await t.run(document(13));
    expect([second.status, statuses(second).total]).toEqual(['succeeded', 'succeeded']);
    expect(second.steps[1]!.outputs.rows!.hash).toBe(hash);
    await t.engine.store.get(hash);
  },
);

test('says why a step waits', async () => {
  const runId = await t.start(
    graph({
      rows: { type: 'stub.source', params: { salt: 4321 } },
      twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
    }),
    { label: 'nobody' },
  );
  const run = (await t.engine.view(runId))!;
  expect(run.steps.map((s) => s.waiting?.reason.en)).toEqual([
    'no worker serves weft-cpu-nobody; start one with `weft worker`',
    'waits for rows',
  ]);
  await t.engine.control('cancel', runId);
});

test('starting with the same id starts once, also in the same instant', async () => {
  const document = pipeline(5);
  const { prepared } = t.engine.prepare(document);
  const runId = crypto.randomUUID();
  const start = async (ref = 'twice') => await t.engine.start(document, prepared!, { ref, runId });
  expect(await Promise.all([start(), start(), start()])).toEqual(
    Array.from({ length: 3 }, () => ({ runId, number: 1 })),
  );
  expect(await start()).toEqual({ runId, number: 1 });
  expect(await t.engine.list({ ref: 'twice' })).toHaveLength(1);
  await expect(start('another')).rejects.toThrow(RunIdTaken);
  await t.finished(runId);
});

test('a view names the last event it includes, so that following from there repeats nothing', async () => {
  const journal = path();
  const document = graph({
    rows: { type: 'stub.source', params: { count: 3, salt: 71 } },
    model: { type: 'stub.train', params: { steps: 6, gate: journal }, in: { rows: 'rows.rows' } },
  });
  const runId = await t.start(document);
  await seen(runId, ({ type }) => type === 'step:checkpoint');
  const { lastSeq } = (await t.engine.view(runId))!;
  await writeFile(journal, 'go');
  const later: string[] = [];
  for await (const { seq, type } of t.engine.watch(runId, { after: BigInt(lastSeq) })) {
    expect(Number(seq)).toBe(lastSeq + later.length + 1);
    later.push(type);
  }
  expect(later).toContain('step:succeeded');
  expect(later).not.toContain('run:started');
  expect((await t.engine.view(runId))!.lastSeq).toBe(lastSeq + later.length);
});

test('explains each step of a run afterwards: what changed, whose result it took, why it was skipped', async () => {
  const document = (add: number) =>
    graph({
      rows: { type: 'stub.source', params: { count: 3, salt: 72 } },
      twice: { type: 'stub.double', params: { add }, in: { rows: 'rows.rows' } },
      fail: { type: 'stub.fail', in: { rows: 'twice.rows' } },
      total: { type: 'stub.sum', in: { rows: 'fail.rows' } },
    });
  const [first, second] = [
    await t.run(document(0), { ref: 'account' }),
    await t.run(document(4), { ref: 'account' }),
  ];
  const why = async (runId: string, nodeId: string) => (await t.engine.explainStep(runId, nodeId))!;
  expect((await why(first.runId, 'rows')).reason).toEqual({ because: 'first' });
  expect(await why(second.runId, 'rows')).toMatchObject({
    status: 'cached',
    reason: { because: 'result' },
    cachedFrom: { runId: first.runId, number: 1 },
  });
  expect(await why(second.runId, 'twice')).toMatchObject({
    status: 'succeeded',
    why: { en: 'param add: 0 → 4', zh: '参数 add：0 → 4' },
    changes: [{ what: 'param', name: 'add', before: 0, after: 4 }],
    cachedFrom: null,
  });
  expect(await why(second.runId, 'total')).toMatchObject({
    status: 'skipped',
    why: { en: 'skipped, because fail did not succeed' },
  });
  expect(await t.engine.explainStep(second.runId, 'nobody')).toBeNull();
  expect(
    await t.engine.inWorkspace('00000000-0000-7000-8000-0000000000ff').explainStep(second.runId, 'rows'),
  ).toBeNull();
});

test('waits while the store is full, says so, and goes on after the repair', async () => {
  const repaired = path();
  const journal = path();
  await t.worker({
    labels: ['full'],
    entry: fileURLToPath(new URL('./testing/crash/faultyExecutor.ts', import.meta.url)),
    env: { WEFT_TEST_FAULT: `artifact:written!ENOSPC!${repaired}` },
  });
  const runId = await t.start(graph({ rows: { type: 'stub.source', params: { salt: 6001, journal } } }), {
    label: 'full',
  });
  for await (const event of t.engine.watch(runId)) {
    if (event.type !== 'step:retrying') continue;
    expect(event.data.error).toMatchObject({ kind: 'transient', code: 'system.enospc' });
    break;
  }
  // By now the next try may be under way; it will fail and say so again.
  await expect
    .poll(async () => (await t.engine.view(runId))!.steps[0]!.waiting?.reason.en)
    .toMatch(/^tries again in \d+ s, after: ENOSPC/);
  await writeFile(repaired, '');
  expect((await t.finished(runId)).status).toBe('succeeded');
});

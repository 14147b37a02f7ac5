import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../graph/index.ts';
import { graph, testEngine, type TestEngine } from '../testing/index.ts';
import type { Secrets } from './secrets.ts';

/** What node code may rely on beside its inputs: the signal, the key, secrets and usage. */
const TOKEN = 'sk-"very" secret\\token';
const asked: unknown[] = [];
const secrets: Secrets = {
  async read(name, asker) {
    asked.push([name, asker]);
    return name === 'STUB_TOKEN' ? TOKEN : null;
  },
};

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine();
  await t.worker({ secrets, abortGraceMs: 20_000 });
});
afterAll(async () => await t.close());

let files = 0;
const path = () => join(t.directory, `journal-${files++}`);
const lines = async (file: string) =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean);
const listening = (params: Record<string, Json>) => graph({ it: { type: 'stub.listen', params } });

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('the signal of a step fires when the run is cancelled', async () => {
  const journal = path();
  const runId = await t.start(listening({ journal, salt: 1 }));
  await until(async () => (await lines(journal)).includes('begun'));
  await t.control('cancel', runId);
  await until(async () => (await lines(journal)).length === 2);
  expect((await lines(journal))[1]).toBe('aborted: the run was cancelled');
  expect((await t.finished(runId)).status).toBe('cancelled');
});

test('the signal fires when the time limit is over, and what the step gives after that does not count', async () => {
  const journal = path();
  const run = await t.run(listening({ journal, salt: 2 }));
  expect(run.status).toBe('failed');
  expect(run.steps[0]!.error).toMatchObject({
    code: 'executor.timeout',
    message: 'The executor process was stopped: it ran longer than 3 s.',
  });
  const attempt = ['begun', 'aborted: the attempt took longer than its limit'];
  expect(await lines(journal)).toEqual([...attempt, ...attempt]);
  expect((await t.engine.pool.query('select 1 from results where type = $1', ['stub.listen'])).rows).toEqual(
    [],
  );
});

test('the signal fires when a worker stops and the step does not pause in time', async () => {
  const journal = path();
  const worker = await t.worker({ labels: ['leaving'] });
  await t.start(listening({ journal, salt: 3 }), { label: 'leaving' });
  await until(async () => (await lines(journal)).includes('begun'));
  await worker.stop({ graceMs: 0 });
  expect((await lines(journal))[1]).toBe('aborted: the worker is stopping');
});

test('a secret reaches the node, and neither logs nor errors nor results', async () => {
  const runId = await t.start(listening({ does: 'secret', salt: 4 }));
  const run = await t.finished(runId);
  expect(run.steps[0]!.error!.message).toBe('the service refused •••');
  expect(asked[0]).toEqual(['STUB_TOKEN', { workspaceId: t.engine.workspaceId, runId, nodeId: 'it' }]);
  const { rows } = await t.engine.pool.query<{ data: { message?: string } }>(
    'select data from events where run_id = $1',
    [runId],
  );
  expect(rows.map(({ data }) => data.message)).toContain('the token is •••');
  const everything = await t.engine.pool.query<{ text: string }>(
    `select (select jsonb_agg(e)::text from events e) || (select jsonb_agg(s)::text from steps s)
         || (select jsonb_agg(a)::text from attempts a) as text`,
  );
  expect(everything.rows[0]!.text).not.toContain('very');
});

test('a secret that is not there is an error that names it', async () => {
  await t.worker({ labels: ['poor'] });
  const run = await t.run(listening({ does: 'secret', salt: 5 }), { label: 'poor' });
  expect(run.steps[0]!.error).toMatchObject({
    kind: 'input',
    code: 'secret.unknown',
    message: 'there is no secret "STUB_TOKEN" for this step; ask whoever runs the worker to give it one',
  });
});

test('what an attempt used is kept with it, failed ones included, and the key of a call outlives attempts', async () => {
  const [journal, gate] = [path(), path()];
  const first = await t.start(listening({ does: 'use', salt: 6, journal, until: gate }));
  expect((await t.finished(first)).status).toBe('succeeded');
  const { rows } = await t.engine.pool.query<{ number: number; outcome: string; usage: object }>(
    'select number, outcome, usage from attempts where run_id = $1 order by number',
    [first],
  );
  const usage = { tokens: 12.5, calls: 1 };
  expect(rows).toEqual([
    { number: 1, outcome: 'failed', usage },
    { number: 2, outcome: 'succeeded', usage },
  ]);
  const again = await t.run(listening({ does: 'use', salt: 6, journal, until: gate }), {
    selection: { force: true },
  });
  expect(again.status).toBe('succeeded');
  const keys = await lines(journal);
  expect(keys).toHaveLength(3);
  expect(keys[0]).toMatch(/^key [0-9a-f]{64}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLeases, graph, testEngine, type TestEngine } from '../testing/index.ts';
import { inTransaction } from '../store/tx.ts';
import { commitReports } from '../run/commit.ts';
import { PlanCache } from '../run/lockedRun.ts';
import { openDelivery } from '../queue/queues.ts';

let t: TestEngine;
beforeAll(async () => (t = await testEngine()));
afterAll(async () => await t.close());

const journalLines = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n');

/** The worker and its executors: what SIGSTOP on a whole machine would stop. */
function freeze(child: ChildProcess, signal: 'SIGSTOP' | 'SIGCONT'): void {
  process.kill(-child.pid!, signal);
}

test('a worker stopped past its lease commits nothing when it wakes up', async () => {
  const gate = join(t.directory, 'gate');
  const journal = join(t.directory, 'journal');
  const document = graph({
    rows: { type: 'stub.source' },
    model: { type: 'stub.train', params: { steps: 6, gate, journal }, in: { rows: 'rows.rows' } },
    publish: { type: 'stub.sum', params: { publish: 'zombie' }, in: { rows: 'model.rows' } },
  });
  const runId = randomUUID();
  const options = { label: 'zombie', checkpointSeconds: 0 };
  const job = {
    url: t.url,
    directory: t.directory,
    workspaceId: t.engine.workspaceId,
    document,
    runId,
    options,
  };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../testing/crash/crashWorker.ts', import.meta.url))],
    {
      env: { ...process.env, WEFT_TEST_JOB: JSON.stringify(job), WEFT_TEST_FAULT: '' },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = new Promise((resolve) => child.on('close', resolve));
  try {
    // It holds the step, with some progress saved, and waits at the gate.
    const held = async () =>
      (
        await t.engine.pool.query<{ held: boolean }>(
          `select exists (select 1 from steps s join checkpoints c on c.key = s.key where s.run_id = $1 and s.node_id = 'model' and s.status = 'running') as held`,
          [runId],
        )
      ).rows[0]!.held;
    await expect.poll(held).toBe(true);
    freeze(child, 'SIGSTOP');
    await endLeases(t.engine.pool, runId);
    await t.worker({ labels: ['zombie'] });
    const attempts = async () =>
      (await t.engine.view(runId))!.steps.find((s) => s.nodeId === 'model')!.attempts;
    await expect.poll(attempts).toBe(2);
    // The zombie's executor passes the gate too, as soon as it wakes up.
    await writeFile(gate, '');
    freeze(child, 'SIGCONT');
    const run = await t.finished(runId);
    expect(run.status).toBe('succeeded');
    await exited;
    const { rows } = await t.engine.pool.query<{ number: number; outcome: string }>(
      `select a.number, a.outcome from attempts a join steps s using (run_id, index, shard)
       where a.run_id = $1 and s.node_id = 'model' order by a.number`,
      [runId],
    );
    expect(rows).toEqual([
      { number: 1, outcome: 'failed' },
      { number: 2, outcome: 'succeeded' },
    ]);
    const { rows: effects } = await t.engine.pool.query(
      `select 1 from model_versions where card->>'total' is not null`,
    );
    expect(effects).toHaveLength(1);
    expect((await journalLines(journal)).filter((line) => line === 'train 0')).toHaveLength(1);
  } finally {
    child.kill('SIGKILL');
  }
});

test('the same step delivered five times is claimed and committed once', async () => {
  const delivery = await openDelivery(t.engine.pool);
  const document = graph({
    rows: { type: 'stub.source', params: { salt: 77, journal: join(t.directory, 'five') } },
  });
  const runId = await t.start(document, { label: 'five' });
  await inTransaction(t.engine.pool, async (tx) => {
    await delivery.enqueue(
      tx,
      Array.from({ length: 5 }, () => ({ queue: 'weft-cpu-five', runId, index: 0, shard: -1 })),
    );
  });
  await t.worker({ labels: ['five'], slots: 4 });
  const run = await t.finished(runId);
  expect(run.steps[0]).toMatchObject({ status: 'succeeded', attempts: 1 });
  expect(await journalLines(join(t.directory, 'five'))).toEqual(['source']);
});

test('a report under an old token is refused, whatever it says', async () => {
  const delivery = await openDelivery(t.engine.pool);
  const runId = await t.start(graph({ rows: { type: 'stub.source', params: { salt: 78 } } }), {
    label: 'nobody',
  });
  const deps = { plans: new PlanCache(), delivery, probe: () => {}, slots: () => 1, random: () => 0 };
  for (const attempt of [0, 1, 2]) {
    const report = {
      step: { runId, index: 0, shard: -1, attempt },
      ending: { status: 'done' as const, result: { outputs: {} }, contents: null, warnings: 0, ms: 1 },
    };
    const { refused } = await inTransaction(
      t.engine.pool,
      async (tx) => await commitReports(tx, deps, { runId, reports: [report] }),
    );
    expect(refused).toEqual([report]);
  }
  expect((await t.engine.view(runId))!.steps[0]).toMatchObject({ status: 'waiting', attempts: 0 });
});

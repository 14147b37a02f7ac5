import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFiles } from '../artifact/manifest.ts';
import type { Json } from '../graph/index.ts';
import { graph, statuses, testEngine, type TestEngine } from '../testing/index.ts';
import { commandLauncher } from './launchers/command.ts';

const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']);
const isThere = python.status === 0;
if (!isThere && process.env.CI === undefined)
  process.stderr.write(
    'skipped: no python3 of at least 3.8, so executors in another language are not tested\n',
  );

/** A worker whose steps run in a Python process that knows nothing of Weft but the protocol. */
describe.skipIf(!isThere && process.env.CI === undefined)('an executor written in Python', () => {
  let t: TestEngine;
  let files = 0;
  const path = () => join(t.directory, `file-${files++}`);
  const lines = async (file: string) =>
    (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const count = (params: Record<string, Json>) => graph({ it: { type: 'stub.count', params } });

  beforeAll(async () => {
    t = await testEngine();
    await t.worker({
      launchers: [
        commandLauncher({
          name: 'python',
          command: 'python3',
          args: [fileURLToPath(new URL('../testing/executors/counter.py', import.meta.url))],
        }),
      ],
    });
  });
  afterAll(async () => await t.close());

  /** Resolves at the first event of the run that matches. */
  async function seen(runId: string, match: (event: { type: string }) => boolean): Promise<void> {
    for await (const event of t.engine.watch(runId)) if (match(event)) return;
    throw new Error('the run ended without the event');
  }

  test('runs a step to its end, with progress, logs, curves and usage', async () => {
    const runId = await t.start(count({ to: 3, salt: 7 }));
    const run = await t.finished(runId);
    expect(run.status).toBe('succeeded');
    const blob = await openFiles(t.engine.store, run.steps[0]!.outputs.out as never);
    expect((await blob.read('count.txt')).toString()).toBe('7\n8\n9');
    const events = [];
    for await (const event of t.engine.watch(runId)) events.push(event);
    expect(events.find(({ type }) => type === 'step:log')!.data).toMatchObject({
      message: 'counting from 0',
      fields: { sprache: 'Zählen' },
    });
    expect(events.filter(({ type }) => type === 'step:progress').at(-1)!.data).toMatchObject({
      done: 3,
      total: 3,
      unit: 'numbers',
    });
    const { rows } = await t.engine.pool.query<{ usage: object }>(
      'select usage, error from attempts where run_id = $1',
      [runId],
    );
    expect(rows).toEqual([{ usage: { numbers: 3 }, error: null }]);
  });

  test('pauses with its progress saved, and goes on from there', async () => {
    const [gate, journal] = [path(), path()];
    const runId = await t.start(count({ to: 6, salt: 20, gate, journal }));
    await seen(runId, ({ type }) => type === 'step:checkpoint');
    await t.control('pause', runId);
    await seen(runId, ({ type }) => type === 'step:paused');
    expect((await lines(journal)).at(-1)).toBe('heard pause');
    await writeFile(gate, '');
    await t.control('resume', runId);
    const run = await t.finished(runId);
    expect(run.status).toBe('succeeded');
    expect((await lines(journal)).filter((line) => line.startsWith('count'))).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `count ${number}`),
    );
    const blob = await openFiles(t.engine.store, run.steps[0]!.outputs.out as never);
    const expected = [20, 21, 22, 23, 24, 25].join('\n');
    expect(blob.files[0]!.hash).toBe(createHash('sha256').update(expected).digest('hex'));
  });

  test('hears an abort and serves the next step in the same process', async () => {
    const [gate, journal] = [path(), path()];
    const runId = await t.start(count({ to: 6, salt: 40, gate, journal }));
    await seen(runId, ({ type }) => type === 'step:checkpoint');
    await t.control('cancel', runId);
    expect(statuses(await t.finished(runId))).toEqual({ it: 'cancelled' });
    for (let last = ''; last !== 'heard abort'; last = (await lines(journal)).at(-1) ?? '')
      await new Promise((resolve) => setImmediate(resolve));
    expect((await t.run(count({ to: 1, salt: 41 }))).status).toBe('succeeded');
  });
});

/** Bytes that vanish or rot under rows that name them: every hit is a hit only with its bytes, and what is lost is made again. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readManifest } from '../artifact/manifest.ts';
import { fsPath } from '../store/artifacts.fs.ts';
import { entriesOf } from '../store/keeper.ts';
import { markLost } from '../store/presence.ts';
import { findResults } from '../store/results.ts';
import { graph } from '../testing/graphBuilder.ts';
import { DEFAULT_WORKSPACE, statuses, testEngine, type TestEngine } from '../testing/testEngine.ts';
import type { RunView } from './view.ts';

/** Several whole runs in each test, on a machine that may do other things. */
vi.setConfig({ testTimeout: 240_000 });

let t: TestEngine;
let folder: string;
beforeAll(async () => {
  t = await testEngine();
  folder = await mkdtemp(join(tmpdir(), 'weft-lost-'));
  await t.worker();
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true, force: true });
});

const root = () => join(t.directory, 'store');
let salt = 9000;
const chain = (own: number, more: { modulo?: number; until?: string } = {}) =>
  graph({
    rows: { type: 'stub.source', params: { salt: own } },
    model: { type: 'stub.train', params: { steps: 2 }, in: { rows: 'rows.rows' } },
    total: { type: 'stub.sum', params: { modulo: more.modulo ?? 0 }, in: { rows: 'model.rows' } },
  });
const hashes = (run: RunView) =>
  Object.fromEntries(
    run.steps.map((step) => [step.nodeId, Object.values(step.outputs).map(({ hash }) => hash)]),
  );
const nestedFile = async (run: RunView) => {
  const { hash } = run.steps.find(({ nodeId }) => nodeId === 'model')!.outputs['curve']!;
  return Object.values((await readManifest(t.engine.store, hash)).files)[0]!.hash;
};
const damage = async (hash: string) => {
  const path = fsPath(root(), 'objects', hash);
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
};
const wills = async (document: ReturnType<typeof graph>) => {
  const { prepared } = t.engine.prepare(document);
  return (await t.engine.explain(prepared!, 'test')).map(({ will }) => will);
};

test.each(['gone', 'damaged'])(
  'a cached step of which one file of a manifest is %s is executed again, as the forecast says',
  async (how) => {
    const document = chain(salt++);
    const first = await t.run(document);
    expect(await wills(document)).toEqual(['cached', 'cached', 'cached']);
    const file = await nestedFile(first);
    if (how === 'gone') await t.engine.store.remove('objects', [file]);
    else await damage(file);
    // Somebody looks at it: a preview, a download, another step.
    expect(await t.engine.reportLost(file)).toBe(true);
    expect(await wills(document)).toEqual(['cached', 'run', 'follows']);
    const second = await t.run(document);
    expect(statuses(second)).toEqual({ rows: 'cached', model: 'succeeded', total: 'cached' });
    expect(hashes(second)).toEqual(hashes(first));
    expect(await t.engine.store.check(file)).toBe('sound');
    expect(await wills(document)).toEqual(['cached', 'cached', 'cached']);
  },
);

test('settling, in the middle of a run, takes no result that has lost bytes', async () => {
  const own = salt++;
  // Another modulo executes the sum again and gives the same bytes, so the model is looked up when that has ended.
  const document = (modulo: number) =>
    graph({
      rows: { type: 'stub.source', params: { salt: own } },
      total: { type: 'stub.sum', params: { modulo }, in: { rows: 'rows.rows' } },
      model: { type: 'stub.train', params: { steps: 2 }, in: { rows: 'total.rows' } },
    });
  const first = await t.run(document(10_000_000));
  expect(statuses(await t.run(document(20_000_000)))).toMatchObject({ total: 'succeeded', model: 'cached' });
  const file = await nestedFile(first);
  await t.engine.store.remove('objects', [file]);
  await t.engine.reportLost(file);
  const second = await t.run(document(30_000_000));
  expect(statuses(second)).toEqual({ rows: 'cached', total: 'succeeded', model: 'succeeded' });
  expect(hashes(second)).toEqual(hashes(first));
  expect(await t.engine.store.check(file)).toBe('sound');
});

test.each(['gone', 'damaged'])(
  'bytes found %s while a run reads them are made again, and the run ends as if nothing had happened',
  async (how) => {
    const own = salt++;
    const undisturbed = await t.run(chain(own, { modulo: 7 }));
    const [lost] = hashes(undisturbed)['model']!;
    if (how === 'gone') await t.engine.store.remove('objects', [lost!]);
    else await damage(lost!);
    // A new step wants them; no row knows yet.
    const disturbed = await t.run(chain(own, { modulo: 11 }));
    expect(statuses(disturbed)).toEqual({ rows: 'cached', model: 'succeeded', total: 'succeeded' });
    expect({ ...hashes(disturbed), total: [] }).toEqual({ ...hashes(undisturbed), total: [] });
    expect(await t.engine.store.check(lost!)).toBe('sound');
    const kept = (await Array.fromAsync(entriesOf(t.engine.store, 'quarantine'))).flat();
    expect(kept.filter(({ name }) => name.startsWith(lost!))).toHaveLength(how === 'damaged' ? 1 : 0);
    expect((await t.engine.damage()).lost).toBe(0);
  },
);

test('two runs that lose the same bytes at once both end, with equal bytes', async () => {
  const own = salt++;
  const first = await t.run(chain(own));
  const [lost] = hashes(first)['model']!;
  await damage(lost!);
  const runs = await Promise.all([
    t.run(chain(own, { modulo: 3 }), { ref: 'one' }),
    t.run(chain(own, { modulo: 5 }), { ref: 'two' }),
  ]);
  for (const run of runs) {
    expect(run.status).toBe('succeeded');
    expect(hashes(run)['model']).toEqual(hashes(first)['model']);
  }
});

test('a whole store that vanished is made again, level by level', async () => {
  const own = salt++;
  const first = await t.run(chain(own));
  await t.engine.store.remove('objects', Object.values(hashes(first)).flat());
  const second = await t.run(chain(own, { modulo: 13 }));
  expect(statuses(second)).toEqual({ rows: 'succeeded', model: 'succeeded', total: 'succeeded' });
  expect({ ...hashes(second), total: [] }).toEqual({ ...hashes(first), total: [] });
});

test('another workspace that names the same bytes learns of their loss, and of their return', async () => {
  const other = '00000000-0000-7000-8000-0000000000aa';
  await t.engine.pool.query(`insert into workspaces (id, name, slug) values ($1, 'Other', 'other-lost')`, [
    other,
  ]);
  const theirs = t.engine.inWorkspace(other);
  const document = chain(salt++);
  const run = async (engine: typeof theirs) => {
    const { prepared } = engine.prepare(document);
    const { runId } = await engine.start(document, prepared!, { ref: 'shared' });
    for await (const event of engine.watch(runId)) if (event.type === 'run:finished') break;
    return (await engine.view(runId))!;
  };
  const mine = await run(t.engine);
  expect(hashes(await run(theirs))).toEqual(hashes(mine));
  const file = await nestedFile(mine);
  await t.engine.store.remove('objects', [file]);
  await t.engine.reportLost(file);
  const forecast = async (engine: typeof theirs) =>
    (await engine.explain(engine.prepare(document).prepared!, 'shared')).map(({ will }) => will);
  expect(await forecast(theirs)).toEqual(['cached', 'run', 'follows']);
  await run(t.engine);
  expect(await forecast(theirs)).toEqual(['cached', 'cached', 'cached']);
});

test('a claim that bytes are lost counts for nothing while they are sound', async () => {
  const run = await t.run(chain(salt++));
  const [sound] = hashes(run)['rows']!;
  expect(await t.engine.reportLost(sound!)).toBe(false);
  expect((await t.engine.damage()).lost).toBe(0);
});

test('whether a thousand results are there is one statement that asks no store', async () => {
  const { pool } = t.engine;
  await pool.query(
    `insert into results (workspace_id, key, type, version, outputs, metrics, duration_ms)
     select $1, 'bulk-' || i, 'stub.noop', 1, jsonb_build_object('rows', jsonb_build_object('hash', 'bytes-' || i)), '{}', 1
     from generate_series(1, 1000) i`,
    [DEFAULT_WORKSPACE],
  );
  await pool.query(
    `insert into artifacts (workspace_id, hash, kind, bytes, files)
     select $1, 'bytes-' || i, 'model', 1, array['file-' || i] from generate_series(1, 1000) i`,
    [DEFAULT_WORKSPACE],
  );
  await markLost(pool, [
    { hash: 'bytes-7', how: 'missing' },
    { hash: 'file-9', how: 'damaged' },
  ]);
  let statements = 0;
  const counting = {
    query: (...args: Parameters<typeof pool.query>) => {
      statements += 1;
      return pool.query(...args);
    },
  };
  const keys = Array.from({ length: 1000 }, (_, i) => `bulk-${i + 1}`);
  const found = await findResults(counting as never, DEFAULT_WORKSPACE, keys);
  expect([statements, found.size, found.has('bulk-7'), found.has('bulk-9')]).toEqual([1, 998, false, false]);
  await pool.query(`delete from lost_bytes where hash in ('bytes-7', 'file-9')`);
});

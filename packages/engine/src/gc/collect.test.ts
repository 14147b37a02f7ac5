import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { entriesOf, type Space } from '../store/keeper.ts';
import { openStore } from '../store/openStore.ts';
import { graph } from '../testing/graphBuilder.ts';
import { DEFAULT_WORKSPACE, testEngine, type TestEngine } from '../testing/testEngine.ts';
import { GcRunning } from './collect.ts';

let t: TestEngine;
/** What the application's own rows name. */
let kept: string[] = [];
beforeAll(async () => (t = await testEngine({ hooks: [{ name: 'kept', keeps: async () => kept }] })));
afterAll(async () => await t.close());
beforeEach(async () => {
  for (const table of ['artifacts', 'lost_bytes']) await t.engine.pool.query(`delete from ${table}`);
  await t.engine.store.remove('objects', await names('objects'));
  await t.engine.store.remove('aside', await names('aside'));
});

const names = async (space: Space) =>
  (await Array.fromAsync(entriesOf(t.engine.store, space))).flat().map(({ name }) => name);
/** The database's clock is all that counts, so it is enough to move its rows back. */
const later = async (hours: number) =>
  await t.engine.pool.query(`update store_leftovers set seen_at = seen_at - make_interval(hours => $1)`, [
    hours,
  ]);
const put = async (text: string) => (await t.engine.store.put(Buffer.from(text))).hash;

test('bytes that nobody names go in two passes, an hour of the database apart', async () => {
  const hash = await put('garbage');
  expect(await t.engine.collect({ dryRun: true })).toMatchObject({ asideFiles: 1, files: 0 });
  expect(await names('objects')).toEqual([hash]);
  expect(await t.engine.collect()).toMatchObject({ asideFiles: 1, asideBytes: 7, files: 0 });
  expect([await names('objects'), await names('aside')]).toEqual([[], [hash]]);
  expect(await t.engine.collect()).toMatchObject({ asideFiles: 0, files: 0 });
  expect((await t.engine.store.get(hash)).toString()).toBe('garbage');
  await later(2);
  expect(await t.engine.collect({ dryRun: true })).toMatchObject({ files: 1, bytes: 7 });
  expect(await t.engine.collect()).toMatchObject({ files: 1, bytes: 7 });
  expect(await names('aside')).toEqual([]);
});

test('an upload that a row names stays, however often it passes', async () => {
  const hash = await put('a,b\n1,2\n');
  const insert = async () =>
    await t.engine.pool.query(
      `insert into uploads (workspace_id, hash, name, bytes) values ($1, $2, 'a.csv', 8)`,
      [DEFAULT_WORKSPACE, hash],
    );
  await insert();
  for (let pass = 0; pass < 3; pass++) {
    await t.engine.collect({ resultsOlderThanMs: 0 });
    await later(1000);
  }
  expect(await names('objects')).toEqual([hash]);
  await t.engine.pool.query('delete from uploads where hash = $1', [hash]);
  await t.engine.collect();
  expect(await names('aside')).toEqual([hash]);
  // Named again before its time is over: it comes back.
  await insert();
  await later(1000);
  await t.engine.collect();
  expect([await names('objects'), await names('aside')]).toEqual([[hash], []]);
  await t.engine.pool.query('delete from uploads where hash = $1', [hash]);
});

test('bytes stored while a step runs outlast every pass, though no row names them yet', async () => {
  const runId = await t.start(graph({ rows: { type: 'stub.source', params: { salt: 51 } } }), {
    label: 'nobody',
  });
  // An attempt that began three hours ago and has just stored its output: between `artifact:stored` and its commit.
  await t.engine.pool.query(
    `update steps set status = 'running', started_at = now() - interval '3 hours' where run_id = $1`,
    [runId],
  );
  const hash = await put('just stored');
  for (let pass = 0; pass < 3; pass++) {
    await t.engine.collect();
    await t.engine.pool.query(`update store_leftovers set seen_at = now() - interval '2 hours'`);
  }
  expect(Buffer.from(await t.engine.store.get(hash)).toString()).toBe('just stored');
  // It commits: a row names the bytes, and they come back to where others find them.
  await t.engine.pool.query(
    `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'table', 11)`,
    [DEFAULT_WORKSPACE, hash],
  );
  await t.engine.pool.query(`update steps set status = 'succeeded' where run_id = $1`, [runId]);
  await t.engine.collect();
  expect([await names('objects'), await names('aside')]).toEqual([[hash], []]);
  await t.control('cancel', runId);
});

test('bytes made again while an equal copy waits to be removed are not removed with it', async () => {
  const hash = await put('again');
  await t.engine.collect();
  await later(2);
  expect(await put('again')).toBe(hash);
  await t.engine.collect();
  // The old copy is gone; the new one has an hour of its own.
  expect((await t.engine.store.get(hash)).toString()).toBe('again');
  await t.engine.collect();
  expect((await t.engine.store.get(hash)).toString()).toBe('again');
});

test('a pass that was killed after it had moved bytes begins their hour anew', async () => {
  const hash = await put('killed');
  await t.engine.store.setAside([hash]);
  await t.engine.collect();
  expect(await names('aside')).toEqual([hash]);
  await later(2);
  expect(await t.engine.collect()).toMatchObject({ files: 1 });
});

test('temporary files are kept for a day, and marks of loss while somebody names the bytes', async () => {
  const sink = await t.engine.store.create();
  await sink.write(Buffer.from('half'));
  const hash = createHash('sha256').update(randomUUID()).digest('hex');
  await t.engine.collect();
  await later(23);
  expect(await t.engine.collect()).toMatchObject({ temporaryFiles: 0 });
  await later(2);
  expect(await t.engine.collect()).toMatchObject({ temporaryFiles: 1 });
  expect(await names('tmp')).toEqual([]);
  await sink.abort();
  expect(await t.engine.reportLost(hash)).toBe(true);
  expect(await t.engine.damage()).toEqual({ lost: 1, quarantined: 0 });
  // Nothing names the hash, so in time nobody needs to know that it is lost.
  await t.engine.pool.query(`update lost_bytes set lost_at = now() - interval '2 hours'`);
  await t.engine.collect();
  expect(await t.engine.damage()).toEqual({ lost: 0, quarantined: 0 });
});

test('what a dead attempt staged goes an hour later, and not while a step that began before it runs', async () => {
  const { url } = t.engine.store;
  await openStore({ read: url, write: `${url}/staging/dead.0.step.1` }).put(Buffer.from('half'));
  const runId = await t.start(graph({ rows: { type: 'stub.source', params: { salt: 52 } } }), {
    label: 'nobody',
  });
  await t.engine.pool.query(
    `update steps set status = 'running', started_at = now() - interval '3 hours' where run_id = $1`,
    [runId],
  );
  await t.engine.collect();
  await later(2);
  expect(await t.engine.collect()).toMatchObject({ temporaryFiles: 0 });
  expect(await names('staging')).toEqual(['dead.0.step.1']);
  await t.engine.pool.query(`update steps set status = 'succeeded' where run_id = $1`, [runId]);
  expect(await t.engine.collect()).toMatchObject({ temporaryFiles: 1, files: 1, bytes: 4 });
  expect(await names('staging')).toEqual([]);
  await t.control('cancel', runId);
});

test('two passes never run at once', async () => {
  const passes = await Promise.allSettled([t.engine.collect(), t.engine.collect(), t.engine.collect()]);
  for (const pass of passes) if (pass.status === 'rejected') expect(pass.reason).toBeInstanceOf(GcRunning);
  expect(passes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await t.engine.collect()).toBeDefined();
});

test('what the application names is kept', async () => {
  const hash = await put('published');
  await t.engine.pool.query(
    `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'blob', 9)`,
    [DEFAULT_WORKSPACE, hash],
  );
  kept = [hash];
  await t.engine.collect();
  await later(1000);
  await t.engine.collect();
  expect(await names('objects')).toEqual([hash]);
  kept = [];
  await t.engine.pool.query(`update artifacts set stored_at = stored_at - interval '1000 hours'`);
  await t.engine.collect();
  await later(1000);
  await t.engine.collect();
  expect([await names('objects'), await names('aside')]).toEqual([[], []]);
});

test('the files of manifests recorded before their files were known are read and kept', async () => {
  const file = await put('weights');
  const manifest = JSON.stringify({
    weft: 'files',
    kind: 'model',
    files: { 'weights.bin': { hash: file, bytes: 7 } },
  });
  const hash = await put(manifest);
  await t.engine.pool.query(
    `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'model', 100)`,
    [DEFAULT_WORKSPACE, hash],
  );
  await t.engine.collect();
  await later(1000);
  await t.engine.collect();
  expect((await names('objects')).sort()).toEqual([file, hash].sort());
});

test('a pass marks bytes lost that a row names and the store does not hold', async () => {
  const hash = await put('named and gone');
  await t.engine.pool.query(
    `insert into uploads (workspace_id, hash, name, bytes) values ($1, $2, 'gone.csv', 14)`,
    [DEFAULT_WORKSPACE, hash],
  );
  const before = (await t.engine.collect()).lost;
  await t.engine.store.remove('objects', [hash]);
  expect(await t.engine.collect({ dryRun: true })).toMatchObject({ lost: 0 });
  expect((await t.engine.collect()).lost).toBe(before + 1);
  await t.engine.pool.query('delete from uploads where hash = $1', [hash]);
});

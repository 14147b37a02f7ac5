/** A data folder as the release before this one left it: `fixtures/before-one-store` was written by its code. */
import { createTestDatabase, type TestDatabase } from '@weft/db/testing';
import { randomUUID } from 'node:crypto';
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { adoptFolders } from './adopt.fs.ts';
import { fsPath } from './artifacts.fs.ts';
import { checkpointsOf } from './checkpointBytes.ts';
import { namedPath } from './named.fs.ts';
import { openKeeper } from './openKeeper.ts';
import { storeUrl } from './openStore.ts';

const CSV = 'ec6a4a4aa824691f0804aabf5ebd23d51db8334b01e907f0f790bbe42866939a';
const JSONL = 'e346432021b04179518d9614f3560ccd71354a4ee101ddcb893d6959a9d6301c';
const CHECKPOINT = '9323d7fdf1c54fbcf55e4c1e4e21aeb523f232ad628b0586799c994536673fa0';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(async () => await database.drop());

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-adopt-'));
  root = join(folder, 'artifacts');
  await cp(join(import.meta.dirname, 'fixtures/before-one-store'), folder, { recursive: true });
  // What a killed process left half written.
  await mkdir(join(folder, 'uploads/tmp'), { recursive: true });
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

const former = () => ({ uploads: join(folder, 'uploads'), checkpoints: join(folder, 'checkpoints') });
const adopt = async () => await adoptFolders(database.pool, storeUrl(root), former());
const files = async (path: string) =>
  (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

async function expectAdopted(): Promise<void> {
  const store = openKeeper(storeUrl(root));
  for (const hash of [CSV, JSONL, CHECKPOINT]) expect(await store.check(hash)).toBe('sound');
  expect(await readFile(namedPath(root, CSV, 'train 1.csv'), 'utf8')).toBe('text,label\na,b\n');
  expect(await readFile(namedPath(root, CSV, 'copy.csv'), 'utf8')).toBe('text,label\na,b\n');
  expect(await readFile(namedPath(root, JSONL, '数据.jsonl'), 'utf8')).toBe('{"a":1}\n');
  const state = await checkpointsOf(store, 'ab'.repeat(32)).load(CHECKPOINT);
  expect(Buffer.from(state).toString()).toBe('state after 10 steps');
}

test('uploads and checkpoints move into the store, and their folders go', async () => {
  await adopt();
  await expectAdopted();
  expect(await readdir(folder)).toEqual(['artifacts']);
  await adopt();
  await expectAdopted();
});

test('goes on from wherever a killed start stopped', async () => {
  const from = join(folder, 'uploads/00000000-0000-7000-8000-000000000001', CSV);
  // One object is there without its name, and one of two names is gone already.
  await mkdir(dirname(fsPath(root, 'objects', CSV)), { recursive: true });
  await link(join(from, 'copy.csv'), fsPath(root, 'objects', CSV));
  await mkdir(dirname(namedPath(root, CSV, 'copy.csv')), { recursive: true });
  await link(join(from, 'copy.csv'), namedPath(root, CSV, 'copy.csv'));
  await rm(join(from, 'copy.csv'));
  await adopt();
  await expectAdopted();
  expect(await readdir(folder)).toEqual(['artifacts']);
});

test('several processes that start at once adopt the folders together', async () => {
  await Promise.all([adopt(), adopt(), adopt()]);
  await adopt();
  await expectAdopted();
  expect(await readdir(folder)).toEqual(['artifacts']);
});

test('old paths stay while a run that opens them is unfinished', async () => {
  const { pool } = database;
  const workspace = '00000000-0000-7000-8000-000000000001';
  const [document, version, run] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(`insert into documents (id, workspace_id, ref, title) values ($1, $2, 'old', 'Old')`, [
    document,
    workspace,
  ]);
  await pool.query(
    `insert into versions (id, workspace_id, document_id, number, hash, content) values ($1, $2, $3, 1, 'h', '{}')`,
    [version, workspace, document],
  );
  const path = join(former().uploads, workspace, CSV, 'train 1.csv');
  await pool.query(
    `insert into runs (id, workspace_id, document_id, version_id, number, status, plan, remaining)
     values ($1, $2, $3, $4, 1, 'paused', $5, 1)`,
    [run, workspace, document, version, JSON.stringify({ plan: { steps: [{ params: { path } }] } })],
  );
  await adopt();
  await expectAdopted();
  expect(await readFile(path, 'utf8')).toBe('text,label\na,b\n');
  expect(await files(former().uploads)).toBe(3);
  await pool.query(`update runs set status = 'cancelled' where id = $1`, [run]);
  await adopt();
  await expectAdopted();
  expect(await readdir(folder)).toEqual(['artifacts']);
});

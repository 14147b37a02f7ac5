import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Probe, ProbeName } from '../probe.ts';
import { fsArtifactStore, fsPath } from './artifacts.fs.ts';
import { fsStoreKeeper } from './keeper.fs.ts';
import { nameBytes, namedPath } from './named.fs.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'weft-store-'))));
afterEach(async () => await rm(root, { recursive: true, force: true }));

const bytes = Buffer.from('hello');
const hash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const everything = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => e.name);
const system = (code: string) => Object.assign(new Error(`${code}: as the test says`), { code });

const points: ProbeName[] = ['artifact:written', 'artifact:synced'];
test.each(points.flatMap((point) => ['ENOSPC', 'EIO'].map((code) => [point, code] as const)))(
  'a write that fails at %s with %s leaves nothing behind and is refused, not tried again',
  async (point, code) => {
    let calls = 0;
    const probe: Probe = (name) => {
      if (name === point && calls++ === 0) throw system(code);
    };
    const store = fsArtifactStore(root, probe);
    await expect(store.put(bytes)).rejects.toMatchObject({ code });
    expect(await everything()).toEqual([]);
    await store.put(bytes);
    expect(await everything()).toEqual([hash.slice(2)]);
  },
);

test('bytes of another size under the name are written anew', async () => {
  const store = fsStoreKeeper(root);
  await store.put(bytes);
  await writeFile(fsPath(root, 'objects', hash), 'hell');
  await store.put(bytes);
  expect(await store.check(hash)).toBe('sound');
});

test('a second name leads to the bytes and goes with them', async () => {
  const store = fsStoreKeeper(root);
  await expect(nameBytes(root, hash, 'a.txt')).rejects.toMatchObject({ code: 'artifact.missing' });
  await store.put(bytes);
  for (let i = 0; i < 2; i++) await nameBytes(root, hash, 'a.txt');
  await nameBytes(root, hash, 'b.md');
  expect(await readFile(namedPath(root, hash, 'a.txt'), 'utf8')).toBe('hello');
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
  await store.setAside([hash]);
  expect(await readFile(namedPath(root, hash, 'b.md'), 'utf8')).toBe('hello');
  await store.remove('aside', [hash]);
  expect(await everything()).toEqual([]);
});

test('no name leads to damaged bytes, and naming sound ones again mends it', async () => {
  const store = fsStoreKeeper(root);
  await store.put(bytes);
  await nameBytes(root, hash, 'a.txt');
  await writeFile(fsPath(root, 'objects', hash), 'jello');
  expect(await store.check(hash)).toBe('damaged');
  await expect(readFile(namedPath(root, hash, 'a.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
  await store.put(bytes);
  await nameBytes(root, hash, 'a.txt');
  expect(await readFile(namedPath(root, hash, 'a.txt'), 'utf8')).toBe('hello');
});

test.each(['', '.', '..', '.hidden', 'a/b', 'a\\b', 'a\0b'])('"%s" names no bytes', (name) => {
  expect(() => namedPath(root, hash, name)).toThrow('plain file name');
});

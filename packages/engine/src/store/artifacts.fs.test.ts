import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Probe, ProbeName } from '../probe.ts';
import { fsArtifactStore, removeAbandonedFiles } from './artifacts.fs.ts';
import { ArtifactLost } from './artifacts.ts';

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

test('names bytes by their SHA-256 and stores equal bytes once', async () => {
  const store = fsArtifactStore(root);
  expect(await store.put(bytes)).toEqual({ hash, bytes: 5 });
  expect(await store.put(bytes)).toEqual({ hash, bytes: 5 });
  expect(await everything()).toEqual([hash.slice(2)]);
  expect((await store.get(hash)).toString()).toBe('hello');
  expect(await readFile(await store.localPath(hash), 'utf8')).toBe('hello');
  expect([await store.has(hash), await store.has(hash, 5), await store.has(hash, 6)]).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([0, 1, 2, 3, 4])(
  'never serves bytes with a bit flipped in byte %i: they go to quarantine',
  async (at) => {
    const store = fsArtifactStore(root);
    await store.put(bytes);
    const path = await store.localPath(hash);
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 4;
    await writeFile(path, damaged);
    await expect(at % 2 === 0 ? store.get(hash) : store.localPath(hash)).rejects.toMatchObject({
      code: 'artifact.corrupt',
      hash,
    });
    await expect(store.get(hash)).rejects.toBeInstanceOf(ArtifactLost);
    await expect(store.get(hash)).rejects.toMatchObject({ code: 'artifact.missing', kind: 'transient' });
    expect((await readdir(join(root, 'quarantine')))[0]).toContain(hash);
    await store.put(bytes);
    expect((await store.get(hash)).toString()).toBe('hello');
  },
);

describe('a write that fails', () => {
  const points: ProbeName[] = ['artifact:written', 'artifact:synced'];
  test.each(points.flatMap((point) => ['ENOSPC', 'EIO'].map((code) => [point, code] as const)))(
    'at %s with %s leaves nothing behind and is refused, not tried again',
    async (point, code) => {
      let calls = 0;
      const probe: Probe = (name) => {
        if (name === point && calls++ === 0) throw system(code);
      };
      const store = fsArtifactStore(root, probe);
      await expect(store.put(bytes)).rejects.toMatchObject({ code });
      expect(await everything()).toEqual([]);
      expect(await store.has(hash)).toBe(false);
      await store.put(bytes);
      expect(await store.has(hash, 5)).toBe(true);
    },
  );
});

test.each([
  '',
  '..',
  '../../etc/passwd',
  hash.toUpperCase(),
  `${hash}0`,
  `file:${hash}`,
  `${hash}#x`,
  '%2e%2e',
])('refuses "%s" as a name: only hashes are ever opened', async (name) => {
  const store = fsArtifactStore(root);
  for (const verb of ['get', 'localPath', 'has', 'remove'] as const)
    await expect(store[verb](name)).rejects.toThrow('is not a SHA-256');
});

test('lists what is stored, and clears what killed processes left half written', async () => {
  const store = fsArtifactStore(root);
  await store.put(bytes);
  const sink = await store.create();
  await sink.write(bytes);
  expect((await Array.fromAsync(store.list())).map((entry) => [entry.hash, entry.bytes])).toEqual([
    [hash, 5],
  ]);
  expect(await removeAbandonedFiles(root, 1000)).toBe(0);
  const [name] = await readdir(join(root, 'tmp'));
  await utimes(join(root, 'tmp', name!), 0, 0);
  expect(await removeAbandonedFiles(root, 1000)).toBe(1);
  await sink.abort();
});

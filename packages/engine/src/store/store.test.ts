/** What every store does, whatever it is made of. A new backend is added to the list below. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArtifactLost, storeFile } from './artifacts.ts';
import { fsPath } from './artifacts.fs.ts';
import { memoryArtifactStore } from './artifacts.memory.ts';
import { checkpointsOf } from './checkpointBytes.ts';
import { entriesOf, type Space, type StoreKeeper } from './keeper.ts';
import { openKeeper } from './openKeeper.ts';
import { openStore, parseStoreUrl, storeUrl } from './openStore.ts';

interface Opened {
  readonly store: StoreKeeper;
  /** Changes stored bytes behind the store's back. */
  damage(space: 'objects' | 'aside', hash: string, bytes: Buffer): Promise<void>;
}

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'weft-store-'))));
afterEach(async () => await rm(root, { recursive: true, force: true }));

const backends: Readonly<Record<string, () => Opened>> = {
  folder: () => ({
    store: openKeeper(storeUrl(root)),
    damage: async (space, hash, bytes) => await writeFile(fsPath(root, space, hash), bytes),
  }),
  memory: () => {
    const store = memoryArtifactStore();
    return { store, damage: async (_space, hash, bytes) => void store.objects.set(hash, bytes) };
  },
};

const bytes = Buffer.from('hello');
const hash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const names = async (store: StoreKeeper, space: Space) =>
  (await Array.fromAsync(entriesOf(store, space))).flat().map(({ name }) => name);

describe.each(Object.keys(backends))('a store in a %s', (backend) => {
  let opened: Opened;
  let store: StoreKeeper;
  beforeEach(() => {
    opened = backends[backend]!();
    ({ store } = opened);
  });

  test('names bytes by their SHA-256 and stores equal bytes once', async () => {
    expect(await store.put(bytes)).toEqual({ hash, bytes: 5 });
    expect(await store.put(bytes)).toEqual({ hash, bytes: 5 });
    expect(await names(store, 'objects')).toEqual([hash]);
    expect((await store.get(hash)).toString()).toBe('hello');
    expect(await readFile(await store.localPath(hash), 'utf8')).toBe('hello');
  });

  test('takes a stream piece by piece, and keeps nothing of one that breaks off', async () => {
    async function* pieces(fail: boolean) {
      yield bytes.subarray(0, 2);
      expect(await names(store, 'objects')).toEqual([]);
      expect(await names(store, 'tmp')).toHaveLength(1);
      if (fail) throw new Error('cut');
      yield bytes.subarray(2);
    }
    await expect(storeFile(store, pieces(true))).rejects.toThrow('cut');
    expect([await names(store, 'objects'), await names(store, 'tmp')]).toEqual([[], []]);
    expect(await storeFile(store, pieces(false))).toEqual({ hash, bytes: 5 });
    expect(await names(store, 'tmp')).toEqual([]);
  });

  test('says of many hashes at once which can be read, and how large they are', async () => {
    const stored = await Promise.all(
      ['', 'a', 'bc'].map(async (text) => (await store.put(Buffer.from(text))).hash),
    );
    await store.setAside([stored[2]!]);
    const sizes = await store.sizes([...stored, hash]);
    expect(stored.map((each) => sizes.get(each))).toEqual([0, 1, 2]);
    expect(sizes.has(hash)).toBe(false);
  });

  test.each([0, 1, 2, 3, 4])('never serves bytes with a bit flipped in byte %i', async (at) => {
    await store.put(bytes);
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 4;
    await opened.damage('objects', hash, damaged);
    for (const read of [() => store.get(hash), () => store.localPath(hash)])
      await expect(read()).rejects.toMatchObject({ code: 'artifact.corrupt', kind: 'transient', hash });
    // Reading says so and changes nothing; the keeper looks for itself and moves them away.
    expect(await names(store, 'quarantine')).toEqual([]);
    expect(await store.check(hash)).toBe('damaged');
    expect(await names(store, 'quarantine')).toEqual([expect.stringContaining(hash)]);
    expect(await store.check(hash)).toBe('missing');
    await expect(store.get(hash)).rejects.toBeInstanceOf(ArtifactLost);
    await expect(store.get(hash)).rejects.toMatchObject({ code: 'artifact.missing', kind: 'transient' });
    await store.put(bytes);
    expect([await store.check(hash), (await store.get(hash)).toString()]).toEqual(['sound', 'hello']);
  });

  test('reads bytes that were set aside, but does not count on them when they are put again', async () => {
    await store.put(bytes);
    await store.setAside([hash]);
    expect([await names(store, 'objects'), await names(store, 'aside')]).toEqual([[], [hash]]);
    expect((await store.get(hash)).toString()).toBe('hello');
    expect(await store.check(hash)).toBe('sound');
    await store.put(bytes);
    await store.remove('aside', [hash]);
    expect((await store.get(hash)).toString()).toBe('hello');
    await store.setAside([hash]);
    await store.restore([hash]);
    expect([await names(store, 'objects'), await names(store, 'aside')]).toEqual([[hash], []]);
  });

  test('moves and removes what is not there without a word', async () => {
    await store.setAside([hash]);
    await store.restore([hash]);
    for (const space of ['objects', 'aside'] as const) await store.remove(space, [hash]);
    for (const space of ['tmp', 'quarantine'] as const) await store.remove(space, ['nothing']);
    expect(await store.check(hash)).toBe('missing');
  });

  test('lists page by page, in the order of names', async () => {
    const all = await Promise.all(
      Array.from({ length: 7 }, async (_, i) => (await store.put(Buffer.from([i]))).hash),
    );
    all.sort();
    const first = await store.list('objects', { limit: 3 });
    expect(first).toEqual({
      entries: all.slice(0, 3).map((name) => ({ name, bytes: 1 })),
      next: all[2],
    });
    // What goes meanwhile does no harm.
    await store.remove('objects', [all[2]!]);
    const second = await store.list('objects', { after: first.next, limit: 4 });
    expect(second).toEqual({ entries: all.slice(3).map((name) => ({ name, bytes: 1 })), next: null });
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
    for (const attempt of [
      async () => await store.get(name),
      async () => await store.localPath(name),
      async () => await store.sizes([name]),
      async () => await store.check(name),
      async () => await store.setAside([name]),
      async () => await store.restore([name]),
      async () => await store.remove('objects', [name]),
    ])
      await expect(attempt()).rejects.toThrow('is not a SHA-256');
  });

  test('keeps the checkpoints of two keys apart, though their bytes are equal', async () => {
    const [mine, theirs] = [checkpointsOf(store, 'a'.repeat(64)), checkpointsOf(store, 'b'.repeat(64))];
    const [one, other] = [await mine.save(bytes), await theirs.save(bytes)];
    expect(one.hash).not.toBe(other.hash);
    expect(Buffer.from(await mine.load(one.hash)).toString()).toBe('hello');
    await expect(mine.load(other.hash)).rejects.toThrow('artifact');
  });
});

test('a store that executors open cannot list, judge or remove anything', () => {
  expect(
    Object.keys(openStore({ read: storeUrl(root), write: storeUrl(join(root, 'staging/one')) })).sort(),
  ).toEqual(['create', 'get', 'localPath', 'put']);
});

test.each(['', 'fs:', 'fs:relative/folder', '/srv/weft', 's3://bucket', 'fs:/a\0b', 'FS:/srv'])(
  'refuses "%s" as the address of a store, and says what to give',
  (url) => {
    expect(() => openStore({ read: url, write: url })).toThrow('fs:/srv/weft/artifacts');
  },
);

test('a store is opened again by its own address', () => {
  expect(parseStoreUrl(openKeeper(storeUrl(root)).url)).toEqual({ scheme: 'fs', folder: root });
});

test('a staged file becomes an object once its worker adopts it, and is read from there', async () => {
  const keeper = openKeeper(storeUrl(root));
  const area = keeper.area('run.0.step.1');
  const staged = openStore({ read: keeper.url, write: area.url });
  const stored = await staged.put(bytes);
  expect([await names(keeper, 'objects'), await names(keeper, 'staging')]).toEqual([[], ['run.0.step.1']]);
  expect(await area.adopt(stored)).toBe(true);
  expect(await area.adopt(stored)).toBe(false);
  expect(await keeper.check(stored.hash)).toBe('sound');
  expect((await staged.get(stored.hash)).toString()).toBe('hello');
  await staged.put(Buffer.from('left'));
  await area.discard();
  await area.discard();
  expect(await names(keeper, 'staging')).toEqual([]);
});

test('adopting does not count on an equal copy that was set aside', async () => {
  const keeper = openKeeper(storeUrl(root));
  const { hash } = await keeper.put(bytes);
  await keeper.setAside([hash]);
  const area = keeper.area('run.0.step.2');
  expect(await area.adopt(await openStore({ read: keeper.url, write: area.url }).put(bytes))).toBe(true);
  expect(await names(keeper, 'objects')).toEqual([hash]);
});

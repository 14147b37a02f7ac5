import { filesOf, memoryArtifactStore, tableOf } from '@weft/engine/testing';
import type { Row } from '@weft/engine/node';
import type { Preview } from '@weft/nodes/preview';
import { expect, test } from 'vitest';
import { openPreviews, type PreviewRequest } from './preview.ts';
import { stretches } from './tableFacts.ts';

const COLUMNS = { text: 'string', n: 'int', f: 'float', b: 'bool', j: 'json', v: 'vector' } as const;
const ROWS: Row[] = [
  { text: 'beta', n: 2, f: 0.5, b: true, j: { a: 1 }, v: new Float32Array(10).fill(0.5) },
  { text: 'alpha', n: null, f: NaN, b: false, j: null, v: null },
  {
    text: `${'x'.repeat(1999)}😀`,
    n: -7,
    f: 1,
    b: null,
    j: { long: 'y'.repeat(11_000) },
    v: new Float32Array(10).fill(NaN),
  },
];

const depsOf = (store: ReturnType<typeof memoryArtifactStore>) => ({
  store,
  reportLost: async (hash: string) => (await store.check(hash)) !== 'sound',
});

async function previewOf(rows: readonly Row[], request: Partial<PreviewRequest> = {}) {
  const store = memoryArtifactStore();
  const ref = await tableOf(store, COLUMNS, rows);
  const preview = await openPreviews(depsOf(store)).of(ref, { offset: 0, limit: 50, ...request });
  return preview as Extract<Preview, { kind: 'table' }>;
}

test('a page has short cells that JSON can carry', async () => {
  const { page, columns, rows } = await previewOf(ROWS);
  expect(rows).toBe(3);
  expect(page[0]).toEqual(['beta', 2, 0.5, true, { json: { a: 1 } }, Array(8).fill(0.5)]);
  expect(page[1]).toEqual(['alpha', null, 'NaN', false, null, null]);
  // Two thousand characters, and never half of one.
  expect(page[2]![0]).toEqual({ cut: 'x'.repeat(1999) });
  expect((page[2]![4] as { cut: string }).cut).toHaveLength(2000);
  expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  expect(columns.map(({ name, nulls, exact, sampled }) => [name, nulls, exact, sampled])).toEqual([
    ['text', 0, true, 3],
    ['n', 1, true, 3],
    ['f', 0, true, 3],
    ['b', 1, true, 3],
    ['j', 1, true, 3],
    ['v', 1, true, 3],
  ]);
});

test('a page begins where it was asked to, and is empty beyond the end', async () => {
  expect((await previewOf(ROWS, { offset: 1, limit: 1 })).page.map(([text]) => text)).toEqual(['alpha']);
  expect((await previewOf(ROWS, { offset: 99 })).page).toEqual([]);
  expect((await previewOf([])).page).toEqual([]);
});

test('a sorted page is exact over row groups, equal values keep their order, missing ones come last', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i): Row => ({
    text: `row ${i}`,
    n: i % 7 === 0 ? null : (i * 7919) % 1000,
    f: i,
    b: true,
    j: null,
    v: null,
  }));
  const expected = rows
    .map((row, i) => ({ text: row['text'], n: row['n'] as number | null, i }))
    .sort((a, b) => Number(a.n === null) - Number(b.n === null) || (a.n ?? 0) - (b.n ?? 0) || a.i - b.i);
  const valued = expected.filter(({ n }) => n !== null);
  const store = memoryArtifactStore();
  const previews = openPreviews(depsOf(store));
  const ref = await tableOf(store, COLUMNS, rows);
  const page = async (direction: 'asc' | 'desc', offset: number) => {
    const preview = await previews.of(ref, { offset, limit: 100, sort: { column: 'n', direction } });
    return (preview as Extract<Preview, { kind: 'table' }>).page.map(([text]) => text);
  };
  const texts = (found: readonly { text: unknown }[]) => found.map(({ text }) => text);
  expect(await page('asc', 500)).toEqual(texts(expected.slice(500, 600)));
  expect(await page('asc', valued.length - 50)).toEqual(
    texts(expected.slice(valued.length - 50, valued.length + 50)),
  );
  expect(await page('desc', 0)).toEqual(texts(valued.toReversed().slice(0, 100)));
  expect(await page('desc', rows.length - 30)).toEqual(texts(expected.slice(-30)));
});

test.each([
  ['nothing', 'There is no column "nothing"'],
  ['__proto__', 'There is no column'],
  ['v', 'Column "v" holds values that have no order'],
  ['j', 'Column "j" holds values that have no order'],
])('a table is not sorted by %s, and the answer says why', async (column, message) => {
  await expect(previewOf(ROWS, { sort: { column, direction: 'asc' } })).rejects.toThrow(message);
});

test('long tables are sampled over their whole length', () => {
  expect(stretches(0)).toEqual([]);
  expect(stretches(10)).toEqual([[0, 10]]);
  expect(stretches(50_000)).toHaveLength(7);
  const sampled = stretches(1_000_000);
  expect(sampled).toHaveLength(6);
  expect(sampled[0]).toEqual([0, 8192]);
  expect(sampled.at(-1)![1]).toBe(1_000_000);
});

test('files are listed, JSON and Markdown come with their content, and large ones do not', async () => {
  const store = memoryArtifactStore();
  const ref = await filesOf(store, 'report', {
    'report.json': '{"accuracy":0.9}',
    'notes.md': '# Notes',
    'big.json': `"${'x'.repeat(5 << 20)}"`,
    'weights.bin': Uint8Array.of(1, 2),
  });
  expect(await openPreviews(depsOf(store)).of(ref, { offset: 0, limit: 50 })).toEqual({
    kind: 'files',
    hash: ref.hash,
    artifactKind: 'report',
    files: [
      { name: 'big.json', bytes: (5 << 20) + 2, content: null },
      { name: 'notes.md', bytes: 7, content: { text: '# Notes' } },
      { name: 'report.json', bytes: 16, content: { json: { accuracy: 0.9 } } },
      { name: 'weights.bin', bytes: 2, content: null },
    ],
    meta: null,
  });
});

test('bytes that are gone are told as such, and found again once they are back', async () => {
  const store = memoryArtifactStore();
  const ref = await tableOf(store, COLUMNS, ROWS);
  const previews = openPreviews(depsOf(store));
  const bytes = store.objects.get(ref.hash)!;
  store.objects.delete(ref.hash);
  await expect(previews.of(ref, { offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'artifact_lost' });
  store.objects.set(ref.hash, bytes);
  expect((await previews.of(ref, { offset: 0, limit: 1 })).kind).toBe('table');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Columns } from '../graph/index.ts';
import type { Row } from '../node/artifact.ts';
import { memoryArtifactStore } from '../store/artifacts.memory.ts';
import { openFiles, writeFiles } from './manifest.ts';
import { openTable } from './tableReader.ts';
import { tableWriter } from './tableWriter.ts';

const columns: Columns = { s: 'string', i: 'int', f: 'float', b: 'bool', j: 'json', v: 'vector' };
const row = fc.record({
  s: fc.option(fc.string({ unit: 'binary' }), { nil: null }),
  i: fc.option(fc.maxSafeInteger(), { nil: null }),
  f: fc.option(fc.double({ noNaN: true }), { nil: null }),
  b: fc.option(fc.boolean(), { nil: null }),
  j: fc.option(
    fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null),
    { nil: null },
  ),
  v: fc.option(fc.float32Array({ minLength: 3, maxLength: 3, noNaN: true }), { nil: null }),
}) as fc.Arbitrary<Row>;

async function write(rows: readonly Row[], pieces: readonly number[] = [rows.length]) {
  const store = memoryArtifactStore();
  const writer = tableWriter(store, columns);
  let at = 0;
  for (const size of [...pieces, rows.length]) {
    await writer.write(rows.slice(at, at + size));
    at += size;
  }
  const ref = await writer.close();
  return { store, ref };
}

/** JSON has no -0: it is written as 0, and so it comes back. */
const plain = (rows: readonly Row[]) =>
  JSON.parse(
    JSON.stringify(rows, (_, value) => (value instanceof Float32Array ? [...value].map(String) : value)),
  ) as unknown;

test('what was written is what is read, whatever the cells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
      const { store, ref } = await write(rows);
      expect(ref.rows).toBe(rows.length);
      expect(plain(await (await openTable(store, ref)).read())).toEqual(plain(rows));
    }),
    { numRuns: 60 },
  );
});

test('the bytes follow from the rows, not from how they were handed over', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 40 }),
      fc.array(fc.nat(7), { maxLength: 10 }),
      async (rows, pieces) => {
        expect((await write(rows, pieces)).ref.hash).toBe((await write(rows)).ref.hash);
      },
    ),
    { numRuns: 40 },
  );
});

test('reads any range of a table of several groups, and only the columns asked for', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i): Row => ({
    s: `row ${i}`,
    i,
    f: i / 2,
    b: i % 2 === 0,
    j: { i },
    v: Float32Array.of(i, 0, 1),
  }));
  const { store, ref } = await write(
    rows,
    Array.from({ length: 19 }, () => 1000),
  );
  const table = await openTable(store, ref);
  for (const [from, to] of [
    [0, 3],
    [8190, 8195],
    [16_380, 16_400],
    [19_999, 30_000],
    [5, 5],
  ] as const)
    expect(await table.read({ from, to })).toEqual(rows.slice(from, to));
  expect(await table.read({ from: 9000, to: 9001, columns: ['i', 'nothing'] })).toEqual([{ i: 9000 }]);
  let seen = 0;
  for await (const batch of table.batches(777, ['i'])) for (const { i } of batch) expect(i).toBe(seen++);
  expect(seen).toBe(20_000);
});

test.each([
  [{ i: 1.5 }, 'row 0, column "i": 1.5 is not int'],
  [{ s: 4 }, 'row 0, column "s": 4 is not string'],
  [{ v: [1, 2] }, 'row 0, column "v": [1,2] is not vector'],
])('a cell that does not fit its column names row, column and value', async (bad, message) => {
  await expect(write([bad as Row])).rejects.toThrow(message);
});

test('vectors of two lengths in one column are refused', async () => {
  await expect(write([{ v: new Float32Array(3) }, { v: new Float32Array(4) }])).rejects.toThrow(
    'row 1, column "v": a vector of 4 among vectors of 3',
  );
});

test('an artifact of files keeps each by its hash and refuses names that leave it', async () => {
  const store = memoryArtifactStore();
  const ref = await writeFiles(store, {
    kind: 'model',
    files: { 'model.json': '{"a":1}', 'parts/w.bin': Uint8Array.of(1, 2) },
  });
  const files = await openFiles(store, ref);
  expect([await files.json('model.json'), [...(await files.read('parts/w.bin'))]]).toEqual([
    { a: 1 },
    [1, 2],
  ]);
  await expect(files.read('nope')).rejects.toThrow(
    'the model has no file "nope"; it has model.json, parts/w.bin',
  );
  await expect(files.read('__proto__')).rejects.toThrow('has no file');
  for (const path of [
    '../x',
    '/etc/passwd',
    'a/../b',
    'a//b',
    '',
    '.',
    'a\\b',
    'a\0b',
    'x'.repeat(300),
    'CON:',
    '-rf',
  ])
    await expect(writeFiles(store, { kind: 'blob', files: { [path]: 'x' } })).rejects.toThrow(
      'is not a plain relative path',
    );
  const [lost] = files.files;
  store.objects.delete(lost!.hash);
  await expect(files.read(lost!.path)).rejects.toMatchObject({ code: 'artifact.missing', hash: lost!.hash });
});

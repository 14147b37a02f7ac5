import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import type { Columns } from '../graph/index.ts';
import type { Row } from '../node/artifact.ts';
import { decodeRows, encodeRows } from './savedRows.ts';

const columns: Columns = { s: 'string', i: 'int', f: 'float', b: 'bool', j: 'json', v: 'vector' };
const rows: Row[] = [
  {
    s: 'line\nbreak "quoted" 你好 \0 \ud800',
    i: -(2 ** 53 - 1),
    f: 0.1,
    b: true,
    j: { a: [1, null] },
    v: Float32Array.of(1.5, NaN, -0),
  },
  { s: '', i: 0, f: -0, b: false, j: [], v: new Float32Array(0) },
  { s: null, i: null, f: null, b: null, j: null, v: null },
  { s: 'x', i: 1, f: NaN, b: true, j: 'text', v: Float32Array.of(3.4e38) },
  { s: 'x', i: 1, f: Infinity, b: true, j: 1, v: Float32Array.of(1e-45) },
  { s: 'x', i: 1, f: -Infinity, b: true, j: false, v: Float32Array.of(0) },
  { s: 'x', i: 1, f: 5e-324, b: true, j: false, v: Float32Array.of(0) },
];
const errors = [
  { row: 3, reason: 'no' },
  { row: 4, file: 'a.pdf', position: 'page 2', reason: 'broken' },
];

test('every cell comes back as it was, bit for bit', () => {
  const saved = { columns, rows, errors, carry: { at: -0, seen: ['a'] } };
  const back = decodeRows(encodeRows(saved));
  expect(back).toEqual(saved);
  expect(Object.is(back.rows[1]!.f, -0)).toBe(true);
  expect(Object.is((back.carry as { at: number }).at, -0)).toBe(true);
  const bits = (row: Row) => Buffer.from((row.v as Float32Array).buffer).toString('hex');
  expect(bits(back.rows[0]!)).toBe(bits(rows[0]!));
});

test('equal rows give equal bytes, in whatever order their cells were set', () => {
  const turned = rows.map((row) => Object.fromEntries(Object.entries(row).reverse()));
  expect(encodeRows({ columns, rows: turned, errors })).toEqual(encodeRows({ columns, rows, errors }));
});

test('is what the page about the protocol shows', () => {
  const example = encodeRows({
    columns: { n: 'int', v: 'vector' },
    rows: [{ n: 1, v: Float32Array.of(1, 2) }, { n: 2 } as unknown as Row],
    errors: [{ row: 7, file: 'a.pdf', position: 'page 3', reason: 'not readable' }],
  });
  expect(example.toString()).toBe(
    [
      '{"weft":"rows","version":1,"columns":{"n":"int","v":"vector"},"rows":2,"errors":1}',
      '[1,"AACAPwAAAEA="]',
      '[2,null]',
      '[7,"a.pdf","page 3","not readable"]',
      '',
    ].join('\n'),
  );
});

test.each([
  ['string', 1],
  ['int', 1.5],
  ['int', 2 ** 53],
  ['float', '1'],
  ['bool', 0],
  ['json', Float32Array.of(1)],
  ['vector', [1, 2]],
] as const)('refuses a cell that is not %s', (type, value) => {
  expect(() => encodeRows({ columns: { c: type }, rows: [{ c: value as never }], errors: [] })).toThrow(
    `row 0, column "c": `,
  );
});

test('refuses to carry a number that JSON has no form for', () => {
  expect(() => encodeRows({ columns, rows: [], errors: [], carry: [NaN] })).toThrow('cannot be carried');
});

test.each([
  ['what was saved before the encoding was fixed', serialize({ rows: [{ n: 1 }], errors: [] })],
  ['another version', Buffer.from('{"weft":"rows","version":2,"columns":{},"rows":0,"errors":0}\n')],
  ['a file that was cut', encodeRows({ columns, rows, errors }).subarray(0, 300)],
])('never misreads %s', (_what, bytes) => {
  expect(() => decodeRows(bytes)).toThrow(/JSON|not in version|should hold/);
});

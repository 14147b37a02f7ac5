import type { Preview } from '@weft/nodes/preview';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { normaliseLineEnds } from './lineEnds.ts';
import { cssString } from './personStyles.ts';
import { lineProblems, placeIn } from './problems.ts';
import { columnSuggestions } from './suggestions.ts';

const column = (name: string) => ({
  name,
  type: 'string' as const,
  nulls: 0,
  exact: true,
  sampled: 0,
  histogram: null,
  top: null,
});

describe('problems of the last run', () => {
  test.each([
    ['line 3, column 7: unexpected token', { line: 3, column: 7, reason: 'unexpected token' }],
    ['line 2 of the code: the code throws', { line: 2, column: null, reason: 'the code throws' }],
    [
      'row 12, line 4: TypeError: x is undefined',
      { line: 4, column: null, reason: 'TypeError: x is undefined' },
    ],
    [
      '9 of 10 rows failed, more than max_errors (0.1) allows. The first: row 0, line 1: boom',
      { line: 1, column: null, reason: 'boom' },
    ],
    ['the output has no columns', null],
    ['a deadline: 3 s', null],
  ])('%j', (message, place) => expect(placeIn(message)).toEqual(place));

  test('rows that failed are told once per line', () => {
    const failed: Preview = {
      kind: 'table',
      hash: 'h',
      rows: 4,
      offset: 0,
      columns: ['row', 'file', 'position', 'reason'].map(column),
      page: [
        [0, null, 'line 5', 'TypeError: a'],
        [1, null, 'line 2', 'RangeError: b'],
        [2, null, 'line 5', 'TypeError: c'],
        [3, null, null, 'a value is no integer'],
      ],
    };
    expect(lineProblems('line 2: boom', failed)).toEqual([
      { line: 2, column: null, message: 'boom', rows: 1 },
      { line: 5, column: null, message: 'TypeError: a', rows: 2 },
    ]);
    expect(lineProblems(null, null)).toEqual([]);
  });
});

describe('columns of the input are suggested', () => {
  const columns = { text: 'string', tokens: 'int', 'card number': 'string' } as const;
  const of = (before: string) =>
    columnSuggestions(columns, before).map(({ insert, replaces }) => [insert, replaces]);

  test.each([
    [
      '  return row.',
      [
        ['text', 0],
        ['tokens', 0],
        ['["card number"]', 1],
      ],
    ],
    ['row.te', [['text', 2]]],
    ['row?.c', [['.["card number"]', 2]]],
    ['row["ca', [['card number', 2]]],
    [
      "x + r['t",
      [
        ['text', 1],
        ['tokens', 1],
      ],
    ],
    ['arrow.', []],
    ['row', []],
    ['other.', []],
  ])('after %j', (before, suggested) => expect(of(before)).toEqual(suggested));
});

test('line ends of any kind become one character, and the rest of the text stays where it is', () => {
  const doc = new Y.Doc();
  const text = doc.getText('t');
  text.insert(0, 'a\r\nb\rc\nd\r\n');
  const mark = Y.createRelativePositionFromTypeIndex(text, 3);
  normaliseLineEnds(text, null);
  expect(text.toJSON()).toBe('a\nb\nc\nd\n');
  expect(Y.createAbsolutePositionFromRelativePosition(mark, doc)?.index).toBe(2);
});

test.each(['Ada', '陈一', '"; } body { display: none', 'a\nb', '</style><script>', '\\'])(
  'a name such as %j cannot leave its CSS string',
  (name) => {
    const text = cssString(name);
    expect(text.slice(1, -1)).not.toMatch(/["'\n<>{};/]|\\(?![0-9a-f]+ )/);
  },
);

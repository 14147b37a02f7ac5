import { expect, it } from 'vitest';
import { filterMembers } from './filterMembers.ts';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const wang = { name: '王小明', email: 'wang@example.com' };

it.each([
  ['', [ada, wang]],
  ['  ', [ada, wang]],
  ['LOVE ada', [ada]],
  ['小明', [wang]],
  ['example', [ada, wang]],
  ['ada wang', []],
])('finds members by every word of %j', (query, expected) => {
  expect(filterMembers([ada, wang], query)).toEqual(expected);
});

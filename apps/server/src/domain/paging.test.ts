import { expect, test } from 'vitest';
import { z } from 'zod';
import { WeftError } from '../errors.ts';
import { keyAfter, toPage } from './paging.ts';

const rows = [1, 2, 3, 4, 5].map((n) => ({ n, at: `day ${n}` }));
const shape = z.tuple([z.string(), z.number()]);
const read = (cursor: string | undefined, limit: number) => {
  const after = keyAfter(cursor, shape)?.[1] ?? 0;
  return toPage(rows.filter(({ n }) => n > after).slice(0, limit + 1), {
    limit,
    key: ({ n, at }) => [at, n],
    item: ({ n }) => n,
  });
};

test('pages follow each other without gap or repeat, and the last one says so', () => {
  const seen: number[][] = [];
  let cursor: string | undefined;
  do {
    const page = read(cursor, 2);
    seen.push(page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual([[1, 2], [3, 4], [5]]);
});

test('a page that is exactly full at the end has no next one, an empty list has none either', () => {
  expect(read(undefined, 5).next).toBeNull();
  expect(toPage([], { limit: 3, key: () => [], item: (row) => row })).toEqual({ items: [], next: null });
});

test.each([
  '!!!',
  '',
  Buffer.from('[1]').toString('base64url'),
  Buffer.from('{"a":1}').toString('base64url'),
])('refuses a cursor it did not give: %j', (cursor) => {
  expect(() => keyAfter(cursor, shape)).toThrow(WeftError);
});

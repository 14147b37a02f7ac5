import { expect, test } from 'vitest';
import { lru } from './lru.ts';

test('keeps the values used last, and makes each once', () => {
  const cache = lru<string>(2);
  const made: string[] = [];
  const get = (key: string) => cache.get(key, () => (made.push(key), key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('shares work under way, and forgets work that failed', async () => {
  const cache = lru<Promise<number>>(2);
  let tries = 0;
  const get = () =>
    cache.get('a', async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
      return tries;
    });
  expect((await Promise.allSettled([get(), get()])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(tries).toBe(1);
  expect(await get()).toBe(2);
});

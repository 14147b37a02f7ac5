import { expect, test } from 'vitest';
import { criticalPath, median } from './estimate.ts';

const step = (ms: number | null, parents: number[] = [], executes = true) => ({ ms, parents, executes });

test('takes the slowest chain, not the sum', () => {
  expect(criticalPath([step(10), step(20), step(5, [0]), step(7, [1, 2])])).toBe(27);
});

test('what is cached takes no time and hides what lies before it', () => {
  expect(criticalPath([step(10, [], false), step(5, [0])])).toBe(5);
  expect(criticalPath([step(10, [], false)])).toBe(0);
  expect(criticalPath([])).toBe(0);
});

test('steps of which nothing is known count as nothing, and all of them as unknown', () => {
  expect(criticalPath([step(null), step(5, [0])])).toBe(5);
  expect(criticalPath([step(null), step(null, [0])])).toBeNull();
});

test('the median of an even number lies between the two in the middle', () => {
  expect([median([3]), median([9, 1, 5]), median([1, 100, 3, 4])]).toEqual([3, 5, 4]);
});

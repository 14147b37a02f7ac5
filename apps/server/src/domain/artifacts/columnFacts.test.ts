import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factTaker, histogram } from './columnFacts.ts';

const factsOf = (
  type: Parameters<typeof factTaker>[0],
  cells: Parameters<ReturnType<typeof factTaker>['take']>[0][],
) => {
  const taker = factTaker(type);
  for (const cell of cells) taker.take(cell);
  return taker.facts();
};

test('texts are counted, and measured by their length', () => {
  expect(factsOf('string', ['yes', 'no', 'yes', null, undefined])).toEqual({
    nulls: 2,
    histogram: { of: 'length', min: 2, max: 3, bins: [1, ...Array(18).fill(0), 2] },
    top: [
      { value: 'yes', count: 2 },
      { value: 'no', count: 1 },
    ],
  });
});

test('whole numbers are both, fractions only measured, vectors and JSON neither', () => {
  expect(factsOf('int', [1, 1, 3]).top).toEqual([
    { value: '1', count: 2 },
    { value: '3', count: 1 },
  ]);
  expect(factsOf('float', [0.5, NaN, Infinity, 1])).toMatchObject({
    nulls: 0,
    top: null,
    histogram: { min: 0.5, max: 1 },
  });
  expect(factsOf('bool', [true, false, true]).histogram).toBeNull();
  for (const type of ['vector', 'json'] as const)
    expect(factsOf(type, [Float32Array.of(1), null])).toEqual({ nulls: 1, histogram: null, top: null });
});

test('many different values are no few, and ids have none that is frequent', () => {
  expect(
    factsOf('string', Array.from({ length: 101 }, (_, i) => `id ${i % 101}`).concat('id 1')).top,
  ).toBeNull();
  expect(
    factsOf(
      'string',
      Array.from({ length: 50 }, (_, i) => `id ${i}`),
    ).top,
  ).toBeNull();
  expect(
    factsOf(
      'string',
      Array.from({ length: 50 }, (_, i) => `label ${i % 20}`),
    ).top,
  ).toHaveLength(12);
});

test('bins hold every value between the least and the greatest', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
      const { min, max, bins } = histogram(values, 'value')!;
      expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
      expect(bins.reduce((sum, bin) => sum + bin, 0)).toBe(values.length);
    }),
  );
  expect(histogram([], 'value')).toBeNull();
});

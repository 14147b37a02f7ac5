import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ndcgAt, recallAt, reciprocalRankAt } from './ranking.ts';

const list = fc.array(fc.boolean(), { maxLength: 20 });
const wantedOf = (relevant: readonly boolean[]) => Math.max(1, relevant.filter(Boolean).length);

test('scores one right answer at rank 3 as worked out by hand', () => {
  const relevant = [false, false, true, false];
  expect(recallAt(relevant, 1, 1)).toBe(0);
  expect(recallAt(relevant, 1, 5)).toBe(1);
  expect(reciprocalRankAt(relevant, 10)).toBe(1 / 3);
  expect(ndcgAt(relevant, 1, 10)).toBe(1 / Math.log2(4));
});

test('scores several right answers as worked out by hand', () => {
  const relevant = [true, false, true];
  expect(recallAt(relevant, 4, 3)).toBe(0.5);
  // (1 + 1/log2 4) / (1 + 1/log2 3 + 1/log2 4): three of the four could stand in three places.
  expect(ndcgAt(relevant, 4, 3)).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3) + 0.5), 12);
});

test('gives nothing for what stands below k, or nowhere', () => {
  for (const relevant of [[false, false, true], [], [false]]) {
    expect(recallAt(relevant, 1, 2)).toBe(0);
    expect(reciprocalRankAt(relevant, 2)).toBe(0);
    expect(ndcgAt(relevant, 1, 2)).toBe(0);
  }
});

test('a perfect list has nDCG 1 and reciprocal rank 1', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (wanted, k) => {
      const relevant = [...Array.from({ length: wanted }, () => true), false, false];
      expect(ndcgAt(relevant, wanted, k)).toBe(1);
      expect(reciprocalRankAt(relevant, k)).toBe(1);
    }),
  );
});

test('every figure lies in 0 to 1, and moving a right answer up never lowers one', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 20 }), fc.nat(19), (relevant, k, at) => {
      const wanted = wantedOf(relevant);
      const figures = (r: readonly boolean[]) => [
        recallAt(r, wanted, k),
        reciprocalRankAt(r, k),
        ndcgAt(r, wanted, k),
      ];
      for (const figure of figures(relevant)) {
        expect(figure).toBeGreaterThanOrEqual(0);
        expect(figure).toBeLessThanOrEqual(1 + 1e-12);
      }
      if (at === 0 || relevant[at] !== true) return;
      const up = relevant.with(at, relevant[at - 1]!).with(at - 1, true);
      for (const [i, figure] of figures(up).entries())
        expect(figure).toBeGreaterThanOrEqual(figures(relevant)[i]! - 1e-12);
    }),
  );
});

test('looking further down never lowers recall or reciprocal rank', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 20 }), (relevant, k) => {
      const wanted = wantedOf(relevant);
      expect(recallAt(relevant, wanted, k + 1)).toBeGreaterThanOrEqual(recallAt(relevant, wanted, k));
      expect(reciprocalRankAt(relevant, k + 1)).toBeGreaterThanOrEqual(reciprocalRankAt(relevant, k));
    }),
  );
});

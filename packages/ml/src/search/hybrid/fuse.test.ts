import { describe, expect, it } from 'vitest';
import { fuse, type RankedHit } from './fuse.ts';

const list = (...hits: [row: number, score: number][]): RankedHit[] =>
  hits.map(([row, score]) => ({ row, score }));

describe('fuse', () => {
  it('adds scores that were stretched to 0…1, by weight', () => {
    const words = list([7, 10], [3, 6], [5, 2]);
    const vectors = list([3, 0.9], [8, 0.8]);
    expect(
      fuse(
        [
          { hits: words, weight: 3 },
          { hits: vectors, weight: 1 },
        ],
        10,
      ),
    ).toEqual([
      { row: 7, score: 0.75, places: [0, -1] },
      { row: 3, score: 0.75 * 0.5 + 0.25, places: [1, 0] },
      { row: 5, score: 0, places: [2, -1] },
      { row: 8, score: 0, places: [-1, 1] },
    ]);
  });

  it('adds reciprocal ranks, 1 being first in every list', () => {
    const fused = fuse(
      [
        { hits: list([1, 99], [2, 1]), weight: 1 },
        { hits: list([1, 0.2], [3, 0.1]), weight: 1 },
      ],
      10,
      'ranks',
    );
    expect(fused.map((hit) => hit.row)).toEqual([1, 2, 3]);
    expect(fused[0]!.score).toBe(1);
    expect(fused[1]!.score).toBeCloseTo((0.5 * 61) / 62, 12);
  });

  it('leaves the order of one list as it is, whatever the others lack', () => {
    const hits = list([4, 3], [2, 2.5], [9, 1]);
    for (const method of ['scores', 'ranks'] as const)
      expect(
        fuse(
          [
            { hits, weight: 0.8 },
            { hits: [], weight: 0.2 },
          ],
          10,
          method,
        ).map((hit) => hit.row),
      ).toEqual([4, 2, 9]);
  });

  it('breaks ties by row, keeps at most k, and bears equal scores, single hits and no weights', () => {
    const equal = list([5, 1], [1, 1], [3, 1]);
    expect(fuse([{ hits: equal, weight: 1 }], 2).map((hit) => hit.row)).toEqual([1, 3]);
    expect(fuse([{ hits: list([6, 0.1]), weight: 1 }], 5)).toEqual([{ row: 6, score: 1, places: [0] }]);
    expect(fuse([{ hits: equal, weight: 0 }], 1)[0]!.score).toBe(0);
    expect(fuse([], 5)).toEqual([]);
  });

  it('counts a row once that a list has twice', () => {
    expect(fuse([{ hits: list([1, 3], [1, 2], [2, 1]), weight: 1 }], 5).map((hit) => hit.places)).toEqual([
      [0],
      [2],
    ]);
  });
});

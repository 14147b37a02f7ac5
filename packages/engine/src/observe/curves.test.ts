import { describe, expect, it } from 'vitest';
import { appendPoints, MAX_POINTS, thin, type Point } from './curves.ts';

describe('appendPoints', () => {
  it('counts places up when none are told', () => {
    const one = appendPoints([], [[5, null]]);
    expect(appendPoints(one, [[6, null]])).toEqual([
      [0, 5],
      [1, 6],
    ]);
  });

  it('cuts what was told beyond the checkpoint that a step resumed from', () => {
    const before: Point[] = [
      [1, 0.9],
      [2, 0.8],
      [3, 0.7],
    ];
    expect(appendPoints(before, [[0.81, 2]])).toEqual([
      [1, 0.9],
      [2, 0.81],
    ]);
  });

  it('stays bounded however long a training goes on, and keeps its ends and its worst peak', () => {
    let curve: readonly Point[] = [];
    for (let at = 0; at < 50_000; at++) curve = appendPoints(curve, [[at === 777 ? 99 : Math.sin(at), at]]);
    expect(curve.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(curve[0]).toEqual([0, 0]);
    expect(curve.at(-1)![0]).toBe(49_999);
    expect(Math.max(...curve.map(([, value]) => value))).toBe(99);
    expect(curve.map(([at]) => at)).toEqual(curve.map(([at]) => at).toSorted((a, b) => a - b));
  });
});

describe('thin', () => {
  it('returns short curves as they are', () => {
    const points: Point[] = [[0, 1]];
    expect(thin(points, 10)).toBe(points);
  });

  it('does not wear the oldest part away by thinning it again and again', () => {
    let curve: readonly Point[] = [];
    for (let at = 0; at < 40_000; at++) curve = appendPoints(curve, [[Math.random(), at]]);
    const half = curve.filter(([at]) => at < 20_000).length / curve.length;
    expect(half).toBeGreaterThan(0.2);
    expect(half).toBeLessThan(0.8);
  });
});

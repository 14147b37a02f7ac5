import { describe, expect, it } from 'vitest';
import { constantRate, cosineDecay, linearDecay } from './schedules.ts';

describe('schedules', () => {
  it('stay constant when asked to', () => {
    expect([0, 1, 1000].map(constantRate(0.1))).toEqual([0.1, 0.1, 0.1]);
  });

  it('warm up in equal parts and then fall in a straight line', () => {
    const rate = linearDecay({ peak: 1, totalSteps: 12, warmupSteps: 4, finalShare: 0.2 });
    expect([0, 1, 2, 3, 4].map(rate)).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(rate(8)).toBeCloseTo(0.6, 12);
    expect(rate(12)).toBeCloseTo(0.2, 12);
    expect(rate(99)).toBeCloseTo(0.2, 12);
  });

  it('fall along half a cosine', () => {
    const rate = cosineDecay({ peak: 2, totalSteps: 100 });
    expect(rate(0)).toBe(2);
    expect(rate(50)).toBeCloseTo(1, 12);
    expect(rate(25)).toBeCloseTo(1 + Math.SQRT1_2, 12);
    expect(rate(100)).toBeCloseTo(0, 12);
  });

  it('refuse a warm-up longer than the training', () => {
    expect(() => cosineDecay({ peak: 1, totalSteps: 10, warmupSteps: 11 })).toThrow(
      'no more warm-up than steps',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { tokenBucket } from './tokenBucket.ts';

describe('a token bucket', () => {
  it('lets a burst pass and then a steady flow', () => {
    let now = 0;
    const bucket = tokenBucket({ burst: 10, perSecond: 20, now: () => now });
    expect(Array.from({ length: 12 }, () => bucket.take(1)).filter(Boolean)).toHaveLength(10);
    expect(bucket.msUntil(1)).toBe(50);
    now += 49;
    expect(bucket.take(1)).toBe(false);
    now += 1;
    expect(bucket.take(1)).toBe(true);
    bucket.spend(1);
    expect(bucket.msUntil(1)).toBe(100);
    now += 60_000;
    expect(bucket.msUntil(10)).toBe(0);
    expect(bucket.take(11)).toBe(false);
    expect(bucket.take(10)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { Backoff, backoffMs, pause } from './backoff.ts';

const OPTIONS = { firstMs: 100, longestMs: 1000 };

describe('backoffMs', () => {
  it('doubles up to the longest', () => {
    expect([0, 1, 2, 3, 4, 60].map((tries) => backoffMs(tries, OPTIONS, 0.5))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  it('spreads over half to one and a half', () => {
    expect(backoffMs(0, OPTIONS, 0)).toBe(50);
    expect(backoffMs(0, OPTIONS, 1)).toBe(150);
  });
});

it('begins again after a success', () => {
  const backoff = new Backoff(OPTIONS);
  for (let i = 0; i < 9; i++) backoff.next();
  expect(backoff.next()).toBeGreaterThanOrEqual(500);
  backoff.reset();
  expect(backoff.next()).toBeLessThanOrEqual(150);
});

it('ends a pause when its signal aborts', async () => {
  const stopping = new AbortController();
  const pausing = pause(1 << 30, stopping.signal);
  stopping.abort();
  await pausing;
  await pause(1 << 30, stopping.signal);
});

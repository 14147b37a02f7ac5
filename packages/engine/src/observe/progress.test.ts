import { describe, expect, it } from 'vitest';
import { NO_REPORTS, reported, shareOf, type Report, type Reports } from './progress.ts';

const told = (reports: readonly (Report & { at: number })[], parts = 0) => {
  let state: Reports = NO_REPORTS;
  let last = null as ReturnType<typeof reported>['progress'] | null;
  for (const { at, ...report } of reports) {
    const next = reported(state, report, { parts, at });
    state = next.reports;
    last = next.progress;
  }
  return last!;
};

describe('reported', () => {
  it('knows no rate from one report', () => {
    expect(told([{ at: 0, done: 10, total: 100, unit: 'rows' }])).toEqual({
      done: 10,
      total: 100,
      unit: 'rows',
      rate: null,
      etaMs: null,
    });
  });

  it('tells rate and time left from the last seconds', () => {
    const { rate, etaMs } = told([
      { at: 0, done: 0, total: 1000, unit: 'rows' },
      { at: 1000, done: 100, total: 1000, unit: 'rows' },
      { at: 2000, done: 200, total: 1000, unit: 'rows' },
    ]);
    expect(rate).toBe(100);
    expect(etaMs).toBe(8000);
  });

  it('forgets how fast it was long ago', () => {
    const { rate } = told([
      { at: 0, done: 0, total: null, unit: 'rows' },
      { at: 1000, done: 10_000, total: null, unit: 'rows' },
      { at: 20_000, done: 10_100, total: null, unit: 'rows' },
      { at: 21_000, done: 10_200, total: null, unit: 'rows' },
    ]);
    expect(rate).toBe(100);
  });

  it('starts over when the step starts over', () => {
    const { rate, etaMs } = told([
      { at: 0, done: 500, total: 1000, unit: 'rows' },
      { at: 5000, done: 900, total: 1000, unit: 'rows' },
      { at: 9000, done: 100, total: 1000, unit: 'rows' },
    ]);
    expect([rate, etaMs]).toEqual([null, null]);
  });

  it('adds shards up, and takes silent ones to be as large as the others', () => {
    const progress = told(
      [
        { at: 0, done: 10, total: 50, unit: 'rows', shard: 0 },
        { at: 500, done: 20, total: 50, unit: 'rows', shard: 1 },
      ],
      4,
    );
    expect(progress).toMatchObject({ done: 30, total: 200 });
    expect(shareOf(progress)).toBe(0.15);
  });

  it('says nothing of the time left while it stands still', () => {
    const { rate, etaMs } = told([
      { at: 0, done: 5, total: 10, unit: 'rows' },
      { at: 3000, done: 5, total: 10, unit: 'rows' },
    ]);
    expect([rate, etaMs]).toEqual([null, null]);
  });
});

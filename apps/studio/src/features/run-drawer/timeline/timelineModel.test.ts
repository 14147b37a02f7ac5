import { describe, expect, it } from 'vitest';
import { ticks, timelineOf, totalOf, type AttemptRow } from './timelineModel.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const at = (ms: number) => new Date(START + ms).toISOString();
const attempt = (nodeId: string, rest: Partial<AttemptRow> = {}): AttemptRow => ({
  nodeId,
  shard: null,
  number: 1,
  worker: 'w',
  outcome: 'succeeded',
  startedAt: at(0),
  endedAt: at(100),
  checkpoints: [],
  pauses: [],
  ...rest,
});

describe('timelineOf', () => {
  it('is empty, not broken, before anything ran', () => {
    expect(timelineOf([], START)).toEqual({ from: START, duration: 1, lanes: [] });
  });

  it('orders lanes by when their step began and keeps shards below their step', () => {
    const { lanes, duration } = timelineOf(
      [
        attempt('late', { startedAt: at(300), endedAt: at(400) }),
        attempt('map', { startedAt: at(200), endedAt: at(250) }),
        attempt('map', { shard: 1, startedAt: at(50), endedAt: at(190) }),
        attempt('map', { shard: 0, startedAt: at(50), endedAt: at(180) }),
        attempt('first'),
      ],
      START + 400,
    );
    expect(lanes.map(({ id }) => id)).toEqual(['first/', 'map/', 'map/0', 'map/1', 'late/']);
    expect(duration).toBe(400);
  });

  it('lets an open attempt reach to now', () => {
    const { lanes, duration } = timelineOf(
      [attempt('a', { endedAt: null, outcome: 'running' })],
      START + 5000,
    );
    expect(duration).toBe(5000);
    expect(lanes[0]!.bars[0]).toMatchObject({ outcome: 'running', open: true, to: 5000 });
  });

  it('shows the time between a pause and going on', () => {
    const { lanes } = timelineOf(
      [
        attempt('a', {
          outcome: 'paused',
          endedAt: at(100),
          checkpoints: [at(90)],
          pauses: [{ from: at(100), to: at(500) }],
        }),
        attempt('a', { number: 2, startedAt: at(500), endedAt: at(700) }),
      ],
      START + 700,
    );
    expect(lanes[0]!.pauses).toEqual([{ from: 100, to: 500 }]);
    expect(lanes[0]!.bars[0]!.checkpoints).toEqual([90]);
    expect(totalOf(lanes[0]!)).toBe(300);
  });

  it('lets a pause that lasts reach to now', () => {
    const { lanes, duration } = timelineOf(
      [
        attempt('a', { outcome: 'paused', pauses: [{ from: at(100), to: null }] }),
        attempt('b', { startedAt: at(0), endedAt: at(900) }),
      ],
      START + 5000,
    );
    expect(duration).toBe(5000);
    expect(lanes[0]!.pauses).toEqual([{ from: 100, to: 5000 }]);
  });
  it('stops at the end of a run that was cancelled while it was paused', () => {
    const paused = attempt('a', { outcome: 'paused', pauses: [{ from: at(100), to: null }] });
    const { duration } = timelineOf([paused, attempt('b', { endedAt: at(900) })], null);
    expect(duration).toBe(900);
  });
});

describe('ticks', () => {
  it('are round, start at the start and keep their distance', () => {
    expect(ticks(40_000, 900)).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000]);
    for (const duration of [1, 37, 999, 12_345, 3_600_000, 900_000_000]) {
      const all = ticks(duration, 800);
      expect(all.length, `${duration} ms`).toBeLessThanOrEqual(10);
      expect(all[0]).toBe(0);
    }
  });
});

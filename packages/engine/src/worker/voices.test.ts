import { expect, test, vi } from 'vitest';
import type { ClaimedStep } from '../queue/claim.ts';
import { Voices } from './voices.ts';

const step = (shard: number) => ({ nodeId: 'a', shard, attempt: 3 }) as ClaimedStep;

test('a step tells of its checkpoints once a second at most, its shards each for themselves', () => {
  vi.useFakeTimers();
  try {
    const voices = new Voices();
    const [proper, shard] = [step(-1), step(2)];
    const told: unknown[] = [];
    for (let ms = 0; ms < 2500; ms += 50) {
      voices.say(proper, { type: 'checkpoint' });
      if (ms === 0) voices.say(shard, { type: 'checkpoint' });
      if (ms % 250 === 0) told.push(...voices.take().map(({ event }) => event.data));
      vi.advanceTimersByTime(50);
    }
    expect(told).toEqual([{ attempt: 3 }, { attempt: 3, shard: 2 }, { attempt: 3 }, { attempt: 3 }]);
  } finally {
    vi.useRealTimers();
  }
});

import { follow, type EventPage } from '@weft/engine';
import type { SequencedEvent } from '@weft/engine/observe';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RunTail } from './runTail.ts';

/** A run's events as a database would give them, counting statements. */
class Source {
  events: SequencedEvent[] = [];
  ended = false;
  reads = 0;
  page = 1000;
  gate: Promise<void> = Promise.resolve();

  add(count: number, type = 'step:log'): void {
    for (let i = 0; i < count; i++)
      this.events.push({
        seq: BigInt(this.events.length + 1),
        at: new Date(0),
        type,
        nodeId: 'a',
        data: {},
      } as SequencedEvent);
  }

  read = async (after: bigint): Promise<EventPage> => {
    this.reads += 1;
    const all = this.events.slice(Number(after));
    const events = all.slice(0, this.page);
    const answer = {
      events,
      head: BigInt(this.events.length),
      more: events.length === this.page,
      over: this.ended && all.length === events.length,
    };
    await this.gate;
    return answer;
  };
}

const stops: AbortController[] = [];
// The clock stands still unless a test moves it: nothing here is found by a look that makes up for lost notices.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
  vi.useRealTimers();
});

/** Collects what a follower is given; `until(n)` waits until it has that many. */
function follower(tail: RunTail, after = 0n) {
  const stop = new AbortController();
  stops.push(stop);
  const seqs: number[] = [];
  let wake = () => {};
  const done = (async () => {
    for await (const page of follow(tail, { after, signal: stop.signal })) {
      seqs.push(...page.map(({ seq }) => Number(seq)));
      wake();
    }
  })();
  return {
    seqs,
    done,
    stop: () => stop.abort(),
    until: async (count: number) => {
      while (seqs.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

test('fifty followers cost one reading for each piece of news', async () => {
  const source = new Source();
  source.add(10);
  const tail = new RunTail(source.read);
  const all = Array.from({ length: 50 }, () => follower(tail));
  await Promise.all(all.map(async ({ until }) => await until(10)));
  expect(source.reads).toBe(1);
  for (let i = 1; i <= 20; i++) {
    source.add(1);
    tail.notify();
    await Promise.all(all.map(async ({ until }) => await until(10 + i)));
  }
  expect(source.reads).toBe(21);
  for (const { seqs } of all) expect(seqs).toEqual(upTo(30));
  source.add(1, 'run:finished');
  source.ended = true;
  tail.notify();
  await Promise.all(all.map(async ({ done }) => await done));
  expect(source.reads).toBe(22);
});

test('a late follower gets history and then the same news; one that resumes gets only what it missed', async () => {
  const source = new Source();
  source.page = 10;
  source.add(25);
  const tail = new RunTail(source.read);
  const first = follower(tail, 20n);
  await first.until(5);
  const [late, resumed] = [follower(tail), follower(tail, 23n)];
  source.add(3);
  tail.notify();
  await Promise.all([late.until(28), resumed.until(5), first.until(8)]);
  expect(late.seqs).toEqual(upTo(28));
  expect(resumed.seqs).toEqual(upTo(28, 24));
  expect(first.seqs).toEqual(upTo(28, 21));
});

test('news that comes while a reading is under way is not lost', async () => {
  const source = new Source();
  source.add(1);
  const tail = new RunTail(source.read);
  const one = follower(tail);
  await one.until(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  source.gate = promise;
  source.add(1);
  tail.notify();
  while (source.reads < 2) await new Promise(setImmediate);
  // The reading holds its answer already; this comes after it, and another follower joins in between.
  source.add(1);
  tail.notify();
  const other = follower(tail, 1n);
  resolve();
  await Promise.all([one.until(3), other.until(2)]);
  expect(other.seqs).toEqual([2, 3]);
});

test('chatter wakes followers ten times a second at most, and its last word comes', async () => {
  const source = new Source();
  source.add(1, 'step:progress');
  const tail = new RunTail(source.read);
  const one = follower(tail);
  await one.until(1);
  for (let ms = 0; ms < 200; ms += 5) {
    source.add(1, 'step:progress');
    tail.notify();
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(100);
  await one.until(41);
  // The first of all, and one at the end of each tenth of a second.
  expect(source.reads).toBe(3);
});

test('a number the run has not reached yet harms nobody else', async () => {
  const source = new Source();
  source.add(2);
  const tail = new RunTail(source.read);
  const lost = follower(tail, 10n ** 17n);
  const one = follower(tail);
  await one.until(2);
  source.add(1);
  tail.notify();
  await one.until(3);
  expect(source.reads).toBeLessThan(5);
  lost.stop();
  await lost.done;
});

test('old events leave the memory and are still there for who asks', async () => {
  const source = new Source();
  const tail = new RunTail(source.read);
  const one = follower(tail);
  for (let total = 3000; total <= 12_000; total += 3000) {
    source.add(3000);
    tail.notify();
    await one.until(total);
  }
  const late = follower(tail);
  await late.until(12_000);
  expect(late.seqs).toEqual(upTo(12_000));
});

test('a database that is away is waited for', async () => {
  const source = new Source();
  source.add(1);
  let away = true;
  const tail = new RunTail(async (after) => {
    if (away) throw Object.assign(new Error('gone'), { code: '57P01' });
    return await source.read(after);
  });
  const one = follower(tail);
  await new Promise(setImmediate);
  away = false;
  tail.notify();
  await one.until(1);
});

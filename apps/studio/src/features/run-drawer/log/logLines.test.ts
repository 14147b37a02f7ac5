import { describe, expect, it } from 'vitest';
import { NO_LINES, withNewer, withOlder, type LogLine, type LogLines } from './logLines.ts';

const line = (seq: number): LogLine => ({ seq, at: '', nodeId: 'a', level: 'info', message: `line ${seq}` });
/** The lines from … to, newest first, as the server gives them. */
const page = (to: number, from: number) => Array.from({ length: to - from + 1 }, (_, i) => line(to - i));
const seqs = ({ lines }: LogLines) => lines.map(({ seq }) => seq);

describe('withNewer', () => {
  it('begins with the newest page, oldest line first', () => {
    const { log } = withNewer(NO_LINES, [page(12, 10)], 3);
    expect(seqs(log)).toEqual([10, 11, 12]);
    expect(log.complete).toBe(false);
  });

  it('knows that it has everything when the page is not full', () => {
    expect(withNewer(NO_LINES, [page(2, 1)], 3).log.complete).toBe(true);
    expect(withNewer(NO_LINES, [[]], 3).log.complete).toBe(true);
  });

  it('adds what was written since, once', () => {
    const { log } = withNewer(NO_LINES, [page(12, 10)], 3);
    const next = withNewer(log, [page(14, 12)], 3);
    expect(seqs(next.log)).toEqual([10, 11, 12, 13, 14]);
    expect(withNewer(next.log, [page(14, 12)], 3).log).toBe(next.log);
  });

  it('asks for what lies between rather than leave a hole', () => {
    const { log } = withNewer(NO_LINES, [page(12, 10)], 3);
    const first = withNewer(log, [page(20, 18)], 3);
    expect(first).toEqual({ log, missing: 18 });
    const second = withNewer(log, [page(20, 18), page(17, 15)], 3);
    expect(second.missing).toBe(15);
    const third = withNewer(log, [page(20, 18), page(17, 15), page(14, 12)], 3);
    expect(third.missing).toBeNull();
    expect(seqs(third.log)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  });
});

describe('withOlder', () => {
  it('grows backwards and knows when it has reached the start', () => {
    const { log } = withNewer(NO_LINES, [page(6, 4)], 3);
    const older = withOlder(log, page(3, 1), 3);
    expect(seqs(older)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(older.complete).toBe(false);
    const start = withOlder(older, [], 3);
    expect(start.complete).toBe(true);
    expect(start.lines).toBe(older.lines);
  });
});

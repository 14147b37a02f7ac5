import type { SequencedEvent } from '@weft/engine/observe';
import fc from 'fast-check';
import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { bytes, duration, figure, printable } from './format.ts';
import { frame } from './liveViewer.ts';
import { liveStatus, noteOf, RunFold } from './runState.ts';
import { ScreenBlock } from './screenBlock.ts';
import { stepLine } from './stepLine.ts';
import { table } from './table.ts';
import { clip, width } from './width.ts';

let seq = 0n;
const event = (type: string, data: object = {}, { nodeId = 'a', at = 0 } = {}): SequencedEvent =>
  ({
    type,
    data,
    nodeId: type.startsWith('run:') ? null : nodeId,
    at: new Date(at),
    seq: ++seq,
  }) as SequencedEvent;

function folded(...events: SequencedEvent[]) {
  const fold = new RunFold([
    { nodeId: 'a', title: 'First' },
    { nodeId: 'b', title: 'Second' },
  ]);
  for (const each of events) fold.apply(each);
  return fold.steps.find(({ nodeId }) => nodeId === 'a')!;
}

describe('figures', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [15_500, '16 kB'],
    [999_600, '1.0 MB'],
    [2.5e9, '2.5 GB'],
  ])('%d bytes are %s', (count, text) => expect(bytes(count)).toBe(text));

  it.each([
    [12.4, '12 ms'],
    [1500, '1.5 s'],
    [99_960, '1 min 40 s'],
    [3_599_600, '1 h 00 min'],
    [7_260_000, '2 h 01 min'],
  ])('%d ms are %s', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [1234567, '1,234,567'],
    [0.833333, '0.8333'],
    [0.000012345, '1.23e-5'],
    [12345.6, '12,346'],
  ])('%d is shown as %s', (value, text) => expect(figure(value)).toBe(text));

  it('makes the text of strangers harmless', () => {
    expect(printable('a\u001b[2Jb\u0007\r\nc\u202ed')).toBe('a·[2Jb·⏎c·d');
  });
});

describe('width', () => {
  it('counts two cells for Chinese and one for an accent', () => {
    expect(width('织布 ok')).toBe(7);
    expect(width('e\u0301')).toBe(1);
    expect(width('\u001b[31mred\u001b[39m')).toBe(3);
  });

  it('never lets a clipped text be wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
        expect(width(clip(text, max))).toBeLessThanOrEqual(Math.max(max, 0));
      }),
    );
  });
});

describe('table', () => {
  it('aligns columns, also with wide letters', () => {
    expect(
      table(
        [{ title: 'A' }, { title: 'N', align: 'right' }],
        [
          ['织布', '1'],
          ['x', '20'],
        ],
      ),
    ).toEqual(['A      N', '织布   1', 'x     20']);
  });

  it('cuts the widest column first when it does not fit', () => {
    const lines = table([{ title: 'A' }, { title: 'B' }], [['short', 'x'.repeat(50)]], { maxWidth: 20 });
    expect(lines[1]).toBe(`short  ${'x'.repeat(12)}…`);
  });
});

describe('RunFold', () => {
  it('knows rate and total of a step that is handled in shards', () => {
    const step = folded(
      event('step:sharded', { shards: 4 }),
      event('step:started', { attempt: 1, worker: 'w', shard: 0 }),
      event('step:progress', { done: 10, total: 100, unit: 'rows', shard: 0 }, { at: 1000 }),
      event('step:progress', { done: 30, total: 100, unit: 'rows', shard: 1 }, { at: 2000 }),
    );
    expect(step.progress).toEqual({ done: 40, total: 400, unit: 'rows', rate: 30, etaMs: 12_000 });
    expect(step.status).toBe('running');
  });

  it('measures the rate over the last seconds only, and afresh after a step back', () => {
    const rows = (done: number, at: number) =>
      event('step:progress', { done, total: null, unit: 'rows' }, { at });
    const slower = folded(rows(0, 0), rows(1000, 1000), rows(1010, 17_000), rows(1020, 27_000));
    expect(slower.progress!.rate).toBe(1);
    const again = folded(rows(1000, 1000), rows(100, 2000), rows(300, 4000));
    expect(again.progress!.rate).toBe(100);
  });

  it('tells retries and failures with their reason', () => {
    const error = { kind: 'transient', code: 'x', message: 'the disk is full' } as const;
    const retrying = folded(event('step:retrying', { error, delaySeconds: 3.4, tries: 1 }));
    expect(liveStatus(retrying)).toBe('retrying');
    expect(noteOf(retrying)).toBe('again in 3 s, after: the disk is full');
    const failed = folded(event('step:failed', { error }));
    expect(failed).toMatchObject({ status: 'failed', error });
    expect(noteOf(failed)).toBe('the disk is full');
  });

  it('ignores steps it has never heard of', () => {
    const fold = new RunFold([]);
    expect(fold.apply(event('step:ready'))).toBeNull();
  });
});

describe('a live line', () => {
  const running = () =>
    folded(
      event('step:started', { attempt: 2, worker: 'w' }),
      event('step:progress', { done: 100, total: 400, unit: 'rows' }, { at: 1000 }),
      event('step:progress', { done: 200, total: 400, unit: 'rows' }, { at: 3000 }),
      event('step:metric', { points: [['loss', 0.41234, 3]] }),
    );

  it('shows bar, rate, time left, curve and attempt', () => {
    expect(stepLine(running(), { titleCells: 6, columns: 120, now: 0 })).toContain(
      '████████░░░░░░░░ 50%  200/400 rows  50 rows/s  4 s left  loss 0.4123  attempt 2',
    );
  });

  it('fits terminals of every width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), (columns) => {
        const line = stepLine(running(), { titleCells: 8, columns, now: 0 });
        expect(width(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('gives way to a count when there are more steps than rows', () => {
    const steps = Array.from({ length: 50 }, (_, i) => ({
      ...running(),
      nodeId: `n${i}`,
      status: 'waiting' as const,
      phase: 'pending' as const,
    }));
    const busy = { ...running(), nodeId: 'busy', title: 'Busy' };
    const lines = frame([...steps, busy], { rows: 12, columns: 80 }, 0);
    expect(lines).toHaveLength(10);
    expect(lines.join('\n')).toContain('Busy');
    expect(lines.at(-1)).toContain('and 42 more steps: 50 pending, 1 running');
  });
});

describe('ScreenBlock', () => {
  it('writes only the lines that changed', () => {
    const written: string[] = [];
    const terminal = Object.assign(new EventEmitter(), {
      columns: 80,
      rows: 24,
      write: (text: string) => written.push(text) > 0,
    }) as unknown as WriteStream;
    const block = new ScreenBlock(terminal);
    block.draw(['one', 'two', 'three']);
    written.length = 0;
    block.draw(['one', 'TWO', 'three']);
    expect(written).toEqual(['\u001b[3A\n\r\u001b[2KTWO\n\n']);
    block.draw(['one', 'TWO', 'three']);
    expect(written).toHaveLength(1);
    block.close();
    expect(written.slice(1)).toEqual(['\u001b[3A\r\u001b[J', '\u001b[?25h']);
  });
});

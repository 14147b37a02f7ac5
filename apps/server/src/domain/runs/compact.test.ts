import type { SequencedEvent } from '@weft/engine/observe';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact } from './compact.ts';

const event = (seq: number, type: string, nodeId: string | null, data: unknown = {}) =>
  ({ seq: BigInt(seq), at: new Date(0), type, nodeId, data }) as SequencedEvent;
const progress = (seq: number, nodeId: string, done: number, shard?: number) =>
  event(seq, 'step:progress', nodeId, {
    done,
    total: 9,
    unit: 'rows',
    ...(shard === undefined ? {} : { shard }),
  });
const metric = (seq: number, nodeId: string, ...values: number[]) =>
  event(seq, 'step:metric', nodeId, { points: values.map((value, at) => ['loss', value, at]) });
const seqs = (events: readonly SequencedEvent[]) => events.map(({ seq }) => Number(seq));

test('of a step’s progress the last word stays, shards apart', () => {
  const told = compact([
    progress(1, 'a', 1),
    progress(2, 'b', 1),
    progress(3, 'a', 2),
    progress(4, 'b', 1, 0),
    progress(5, 'b', 1, 1),
    event(6, 'step:log', 'c', { level: 'info', message: 'hello' }),
    progress(7, 'b', 2, 0),
  ]);
  expect(seqs(told)).toEqual([2, 3, 5, 6, 7]);
});

test('points of a curve go together, unless something that is told lies between them', () => {
  const told = compact([
    metric(1, 'a', 0.9),
    progress(2, 'a', 1),
    metric(3, 'a', 0.5, 0.4),
    progress(4, 'a', 2),
    metric(5, 'a', 0.3),
    metric(6, 'b', 7),
    metric(7, 'a', 0.2),
  ]);
  expect(seqs(told)).toEqual([3, 4, 5, 6, 7]);
  expect(told[0]!.data).toEqual({
    points: [
      ['loss', 0.9, 0],
      ['loss', 0.5, 0],
      ['loss', 0.4, 1],
    ],
  });
});

test('nothing moves across a change of the step, or of the run', () => {
  const events = [
    progress(1, 'a', 7),
    event(2, 'step:started', 'a', { attempt: 2, worker: 'w' }),
    progress(3, 'a', 1),
    event(4, 'run:paused', null),
    progress(5, 'a', 2),
  ];
  expect(compact(events)).toEqual(events);
});

/** What a viewer knows after some events: the last progress per attempt, and every point in order. */
function fold(events: readonly SequencedEvent[]) {
  const state = new Map<string, { status: string; done: unknown; points: unknown[] }>();
  const log: string[] = [];
  for (const { type, nodeId, data } of events) {
    const step = state.get(nodeId ?? '') ?? { status: '', done: null, points: [] };
    state.set(nodeId ?? '', step);
    if (type === 'step:progress') step.done = (data as { done: number }).done;
    else if (type === 'step:metric') step.points.push(...(data as { points: unknown[] }).points);
    else {
      step.status = type;
      if (type === 'step:started') Object.assign(step, { done: null, points: [] });
      log.push(`${type} ${nodeId}`);
    }
  }
  return { state, log };
}

test('a fold over it ends where a fold over everything does, from wherever one resumes', () => {
  const kind = fc.constantFrom('step:progress', 'step:metric', 'step:started', 'step:log', 'run:paused');
  fc.assert(
    fc.property(
      fc.array(fc.record({ kind, node: fc.constantFrom('a', 'b'), n: fc.nat(9) }), { maxLength: 40 }),
      fc.nat(40),
      (drawn, cut) => {
        const events = drawn.map(({ kind: type, node, n }, i) =>
          type === 'step:progress'
            ? progress(i + 1, node, n)
            : type === 'step:metric'
              ? metric(i + 1, node, n)
              : event(i + 1, type, type.startsWith('run') ? null : node),
        );
        const told = compact(events);
        expect(seqs(told)).toEqual([...new Set(seqs(told))].sort((a, b) => a - b));
        expect(fold(told)).toEqual(fold(events));
        // The connection is cut after some event that was told; the rest is compacted anew.
        const first = told.slice(0, cut);
        const seen = first.at(-1)?.seq ?? 0n;
        const rest = compact(events.filter(({ seq }) => seq > seen));
        expect(fold([...first, ...rest])).toEqual(fold(events));
      },
    ),
  );
});

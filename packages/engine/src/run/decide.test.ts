import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childrenOf, PLAN_VERSION, type Plan } from '../compile/plan.ts';
import { DEFAULT_LIMITS, DEFAULT_RESOURCES } from '../graph/nodeSpec.ts';
import { decide, verdict } from './decide.ts';
import { fromStates, transition, type StepEvent } from './transitions.ts';
import { hasOutputs, isFinal, STEP_STATUSES, type StepStatus } from '../observe/statuses.ts';

function planOf(parents: readonly (readonly number[])[]): Plan {
  const plan: Plan = {
    planVersion: PLAN_VERSION,
    title: '',
    seed: 0,
    steps: parents.map((list, i) => ({
      nodeId: `n${i}`,
      title: '',
      type: 'stub.noop',
      version: 1,
      shape: 'task',
      purity: 'pure',
      params: {},
      freeParams: [],
      inputs: { rows: list.map((step) => ({ step, port: 'rows' })) },
      parents: list,
      resources: DEFAULT_RESOURCES,
      limits: DEFAULT_LIMITS,
      outside: false,
      shards: null,
    })),
  };
  return plan;
}

/** Parents of each step, all before it: every directed acyclic graph has this form. */
const dag = fc
  .integer({ min: 1, max: 40 })
  .chain((n) =>
    fc.tuple(
      ...Array.from({ length: n }, (_, i) =>
        i === 0
          ? fc.constant([])
          : fc
              .uniqueArray(fc.integer({ min: 0, max: i - 1 }), { maxLength: 3 })
              .map((list) => list.sort((a, b) => a - b)),
      ),
    ),
  ) as fc.Arbitrary<number[][]>;

type Luck = 'hit' | 'succeed' | 'fail' | 'again';

/** Plays a run with the scheduler alone: `luck` says what becomes of each thing, `order` which of those open is next. */
function play(
  parents: readonly (readonly number[])[],
  luck: (i: number) => Luck,
  order: (open: number) => number,
) {
  const plan = planOf(parents);
  const children = childrenOf(plan);
  const status: StepStatus[] = parents.map(() => 'pending');
  const started: number[] = [];
  const move = (i: number, event: StepEvent) => {
    const next = transition(status[i]!, event);
    // Not expect(): it is called a million times.
    if (next === null) throw new Error(`${event} of a step that is ${status[i]}`);
    status[i] = next;
  };
  const running: number[] = [];
  let candidates = parents.map((_, i) => i);
  for (let round = 0; round < 10_000; round++) {
    for (const command of decide({ plan, children, statusOf: (i) => status[i]!, candidates })) {
      if (command.do === 'skip') {
        move(command.step, 'skip');
        continue;
      }
      if (!parents[command.step]!.every((p) => hasOutputs(status[p]!)))
        throw new Error(`step ${command.step} was resolved before its parents`);
      if (luck(command.step) === 'hit') move(command.step, 'resolve:hit');
      else {
        move(command.step, 'resolve:miss');
        move(command.step, 'claim');
        started.push(command.step);
        running.push(command.step);
      }
    }
    const cached = status
      .flatMap((s, i) => (s === 'cached' ? children[i]! : []))
      .filter((i) => status[i] === 'pending' && parents[i]!.every((p) => hasOutputs(status[p]!)));
    if (cached.length > 0) {
      candidates = cached;
      continue;
    }
    if (running.length === 0) break;
    const [i] = running.splice(order(running.length), 1) as [number];
    const what = luck(i);
    if (what === 'again' && round < 500) {
      move(i, 'again');
      move(i, 'claim');
      running.push(i);
      candidates = [];
      continue;
    }
    move(i, what === 'fail' ? 'fail' : 'succeed');
    candidates = [...children[i]!];
  }
  return { status, started };
}

const luck = fc.constantFrom<Luck>('hit', 'succeed', 'succeed', 'succeed', 'fail', 'again');

describe('the scheduler, on random graphs and in random order', () => {
  test('every run ends, each step starts at most once, and none before its parents', () => {
    fc.assert(
      fc.property(
        dag,
        fc.array(luck, { minLength: 40, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (parents, lucks, stream) => {
          const { status, started } = play(
            parents,
            (i) => lucks[i]!,
            (open) => (stream.next().value as number) % open,
          );
          expect(status.every(isFinal)).toBe(true);
          expect(new Set(started).size).toBe(started.length);
          for (const [i, s] of status.entries()) {
            const dead = parents[i]!.some((p) => !hasOutputs(status[p]!));
            expect(s === 'skipped').toBe(dead);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the outcome does not depend on the order in which steps finish', () => {
    fc.assert(
      fc.property(dag, fc.array(luck, { minLength: 40, maxLength: 40 }), (parents, lucks) => {
        const first = play(
          parents,
          (i) => lucks[i]!,
          () => 0,
        ).status;
        const last = play(
          parents,
          (i) => lucks[i]!,
          (open) => open - 1,
        ).status;
        expect(last).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});

test('a chain of 10,000 steps below a failure is skipped without recursion', () => {
  const parents = Array.from({ length: 10_000 }, (_, i) => (i === 0 ? [] : [i - 1]));
  const { status } = play(
    parents,
    () => 'fail',
    () => 0,
  );
  expect(status.filter((s) => s === 'skipped')).toHaveLength(9_999);
});

test('the transition table is closed: what it does not list does not happen', () => {
  const events: StepEvent[] = [
    'resolve:hit',
    'resolve:miss',
    'resolve:shard',
    'shards:done',
    'claim',
    'succeed',
    'fail',
    'again',
    'pause',
    'resume',
    'ask',
    'answer',
    'skip',
    'cancel',
    'retry',
    'rebuild',
  ];
  for (const event of events)
    for (const status of STEP_STATUSES)
      expect(transition(status, event) !== null).toBe(fromStates(event).includes(status));
  for (const final of STEP_STATUSES.filter(isFinal))
    for (const event of events)
      if (transition(final, event) !== null) expect(['retry', 'rebuild']).toContain(event);
});

test('a cancelled run is cancelled even if something failed', () => {
  expect(verdict({ failed: true, cancelled: true })).toBe('cancelled');
  expect(verdict({ failed: true, cancelled: false })).toBe('failed');
  expect(verdict({ failed: false, cancelled: false })).toBe('succeeded');
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../graph/index.ts';
import type { RunView } from '../run/view.ts';
import { graph, testEngine, type TestEngine } from '../testing/index.ts';
import type { SequencedEvent } from './events.ts';
import { applyEvent, applyEvents } from './fold.ts';
import type { RunPicture, WireEvent } from './picture.ts';
import { openRun, reconcile, type RunState, type RunStep } from './runState.ts';
import { summarise } from './summary.ts';

/**
 *   rows ─▶ train ─▶ ask
 *      ├──▶ shards          (a map of 64 rows: worked on in two parts)
 *      └──▶ broken ─▶ below (fails until a file exists; then retried)
 */
let test: TestEngine;
let document: GraphDocument;
/** What the engine told, and the pictures it gave along the way. */
let events: WireEvent[];
let pictures: RunPicture[];

beforeAll(async () => {
  test = await testEngine();
  const until = join(await mkdtemp(join(tmpdir(), 'weft-runs-')), 'mended');
  document = graph({
    rows: { type: 'stub.source', params: { count: 64 } },
    train: { type: 'stub.train', in: { rows: 'rows.rows' } },
    ask: { type: 'stub.ask', in: { rows: 'train.rows' } },
    shards: { type: 'stub.double', params: { spin: 2 }, in: { rows: 'rows.rows' } },
    broken: { type: 'stub.fail', params: { until }, in: { rows: 'rows.rows' } },
    below: { type: 'stub.noop', in: { rows: 'broken.rows' } },
  });
  await test.worker();
  const runId = await test.start(document);
  ({ events, pictures } = await record(runId, async (event) => {
    if (event.type === 'step:asking') await test.answer(runId, 'ask', true);
    if (event.type === 'run:finished' && event.data.status === 'failed') {
      await writeFile(until, '');
      await test.control('retry', runId);
    }
  }));
}, 60_000);
afterAll(async () => await test.close());

describe('applyEvents', () => {
  it('folds every event of a run into what the engine says of it', () => {
    const folded = applyEvents(blank(), events);
    const last = pictures.at(-1)!;
    expect(folded.status).toBe('succeeded');
    expect(folded.finishedAt).toBe(last.finishedAt);
    expect(visible(folded, { ms: false })).toEqual(visible(openRun(last), { ms: false }));
    // Of a sharded step the events know more: when its first shard began, not only when its parts were joined.
    for (const step of last.steps.filter(({ nodeId }) => folded.steps.get(nodeId)!.shards === 0))
      expect(near(folded.steps.get(step.nodeId)!.ms, step.ms), `${step.nodeId}: ms`).toBe(true);
  });

  it('gives a late joiner, at any moment, the state of somebody who was there from the start', () => {
    expect(pictures.length).toBeGreaterThan(5);
    const present = visible(applyEvents(blank(), events));
    for (const picture of pictures)
      expect(visible(applyEvents(openRun(picture), events)), `joined at ${picture.lastSeq}`).toEqual(present);
  });

  it('comes to the same whatever the events arrive in: one by one, in batches, with repetitions', () => {
    const oneByOne = events.reduce(applyEvent, blank());
    const doubled = events.flatMap((event, i) => [event, ...events.slice(Math.max(0, i - 3), i + 1)]);
    expect(applyEvents(blank(), doubled)).toEqual(oneByOne);
    expect(events.reduce((state, _, i) => applyEvents(state, events.slice(0, i + 1)), blank())).toEqual(
      oneByOne,
    );
  });

  it('leaves the state itself untouched by events it has seen', () => {
    const state = applyEvents(blank(), events);
    expect(applyEvents(state, events)).toBe(state);
  });

  it('touches the step that an event is about and no other', () => {
    const at = events.findIndex((event) => event.type === 'step:progress');
    expect(at).toBeGreaterThan(0);
    const before = applyEvents(blank(), events.slice(0, at));
    const after = applyEvent(before, events[at]!);
    const touched = [...after.steps.keys()].filter((id) => after.steps.get(id) !== before.steps.get(id));
    expect(touched).toEqual([events[at]!.nodeId]);
  });

  it('keeps the curves of the training, and lets a late joiner have them whole', () => {
    const curves = applyEvents(openRun(pictures.at(-1)!), events).steps.get('train')!.curves;
    const [points] = Object.values(curves);
    expect(points!.length).toBeGreaterThan(2);
    expect(points!.map(([at]) => at)).toEqual(points!.map(([at]) => at).toSorted((a, b) => a - b));
  });

  it('says that a run waits for an answer when nothing else can move', () => {
    const asking = events.findIndex((event) => event.type === 'step:asking');
    const states = events.map((_, i) => summarise(applyEvents(blank(), events.slice(0, i + 1))));
    expect(states[asking]!.asking).toEqual(['ask']);
    const stuck = events.findIndex((_, i) => states[i]!.status === 'waiting');
    if (stuck >= 0) expect(states[stuck]!.running).toEqual([]);
  });
});

describe('reconcile', () => {
  it('ignores a picture that events have overtaken', () => {
    const state = applyEvents(blank(), events);
    expect(reconcile(state, pictures[0]!)).toBe(state);
  });

  it('takes keys from a newer picture and keeps curves and the identity of what did not change', () => {
    const state = applyEvents(openRun(pictures[0]!), events);
    const last = pictures.at(-1)!;
    const once = reconcile(state, last);
    expect(once.steps.get('train')!.key).toBe(last.steps.find((step) => step.nodeId === 'train')!.key);
    expect(once.steps.get('train')!.curves).toBe(state.steps.get('train')!.curves);
    const twice = reconcile(once, last);
    for (const [id, step] of twice.steps) expect([id, step === once.steps.get(id)]).toEqual([id, true]);
  });
});

async function record(runId: string, act: (event: SequencedEvent) => Promise<void>) {
  const told: WireEvent[] = [];
  const seen: RunPicture[] = [];
  const stop = new AbortController();
  let retried = false;
  for (;;) {
    for await (const event of test.engine.watch(runId, {
      after: BigInt(told.at(-1)?.seq ?? 0),
      signal: stop.signal,
    })) {
      told.push({ ...event, seq: Number(event.seq), at: event.at.toISOString() });
      seen.push(detailOf((await test.engine.view(runId))!));
      await act(event);
    }
    if (retried) break;
    retried = true;
  }
  return { events: told, pictures: [...seen, detailOf((await test.engine.view(runId))!)] };
}

function detailOf(view: RunView): RunPicture {
  const parents = (id: string) =>
    Object.values(document.edges)
      .filter((edge) => edge.to.node === id)
      .map((edge) => edge.from.node as string);
  return {
    ...view,
    documentId: 'd',
    startedBy: null,
    versionNumber: 1,
    params: Object.fromEntries(
      Object.entries(document.nodes).map(([id, { type, params }]) => [
        id,
        { type, version: 1, params, parents: parents(id) },
      ]),
    ),
  };
}

/** The run before anything happened: what somebody sees who is there from the start. */
function blank(): RunState {
  const detail = pictures[0]!;
  return openRun({
    ...detail,
    status: 'running',
    finishedAt: null,
    lastSeq: 0,
    steps: detail.steps.map((step) => ({
      ...step,
      status: 'waiting',
      key: null,
      attempts: 0,
      ms: null,
      outputs: {},
      metrics: {},
      warnings: 0,
      error: null,
      waiting: null,
      question: null,
    })),
  });
}

/** What people see of a run. Keys come with pictures only, and `since` of a finished step is nobody's business. */
function visible(run: RunState, { ms = true } = {}) {
  const shown = (step: RunStep) => ({
    status: step.status,
    phase: step.phase,
    outputs: step.outputs,
    metrics: step.metrics,
    warnings: step.warnings,
    error: step.error,
    attempts: step.attempts,
    question: step.question,
    progress: step.progress,
    ...(ms ? { ms: step.ms === null ? null : 'some', curves: step.curves, startedAt: step.startedAt } : {}),
  });
  return { status: run.status, steps: new Map([...run.steps].map(([id, step]) => [id, shown(step)])) };
}

/** Within what rounding and the clock of the transaction allow. */
const near = (a: number | null, b: number | null) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 5;

import { appendPoints } from './curves.ts';
import { NO_REPORTS, reported } from './progress.ts';
import type { RunEventOf, ToldResult } from './events.ts';
import type { WireEvent } from './picture.ts';
import type { RunState, RunStep } from './runState.ts';
import { isOpen } from './statuses.ts';

/** Moves a run by one event after the other. It owns its map of steps; each step is a new object when it changes. */
export class RunFold {
  readonly #steps: Map<string, RunStep>;
  #run: RunState;

  constructor(state: RunState) {
    this.#steps = new Map(state.steps);
    this.#run = { ...state, steps: this.#steps };
  }

  get state(): RunState {
    return this.#run;
  }

  /** An event that was folded before changes nothing. Returns the step that it was about, if it was about one. */
  apply(event: WireEvent): RunStep | null {
    if (event.seq <= this.#run.seq) return null;
    const isNews = event.seq > this.#run.known;
    if (isRunWide(event)) {
      const moved = isNews ? moveRun(this.#run, this.#steps, event) : this.#run;
      this.#run = { ...moved, seq: event.seq };
      return null;
    }
    this.#run = { ...this.#run, seq: event.seq };
    const step = event.nodeId === null ? undefined : this.#steps.get(event.nodeId);
    if (step === undefined) return null;
    const remembered = remember(step, event);
    const moved = isNews ? moveStep(remembered, event) : remembered;
    this.#steps.set(step.nodeId, moved);
    return moved;
  }
}

/** (what is known, what happened) → what is known now. Events that were folded before are skipped. */
export const applyEvent = (state: RunState, event: WireEvent): RunState => applyEvents(state, [event]);

/** Many at once, for a frame's worth or a replay: untouched steps stay the same objects. */
export function applyEvents(state: RunState, events: readonly WireEvent[]): RunState {
  if (!events.some((event) => event.seq > state.seq)) return state;
  const fold = new RunFold(state);
  for (const event of events) fold.apply(event);
  return fold.state;
}

type RunWideEvent = Extract<WireEvent, { type: `run:${string}` }>;
type StepEvent = Exclude<WireEvent, { type: `run:${string}` }>;

const isRunWide = (event: WireEvent): event is RunWideEvent => event.type.startsWith('run:');

function moveRun(run: RunState, steps: Map<string, RunStep>, event: RunWideEvent): RunState {
  switch (event.type) {
    case 'run:started':
      return { ...run, status: 'running' };
    case 'run:paused':
      return { ...run, status: 'paused' };
    case 'run:resumed':
      for (const [id, step] of steps)
        if (step.status === 'paused') steps.set(id, wait(step, 'ready', event.at));
      return { ...run, status: 'running' };
    case 'run:cancelled':
      return { ...run, status: 'cancelled', finishedAt: event.at };
    case 'run:retried':
      // Steps that ended without outputs get another chance; later events say which of them become ready.
      for (const [id, step] of steps)
        if (step.status === 'failed' || step.status === 'skipped' || step.status === 'cancelled')
          steps.set(id, { ...wait(step, 'pending', event.at), error: null, reports: NO_REPORTS, ms: null });
      return { ...run, status: 'running', finishedAt: null };
    case 'run:finished':
      return {
        ...run,
        status: event.data.status,
        finishedAt: event.at,
      };
  }
}

/** What a picture of the run does not hold: curves, progress, shards, when it began. */
function remember(step: RunStep, event: StepEvent): RunStep {
  switch (event.type) {
    case 'step:sharded':
      return { ...step, shards: event.data.shards, reports: NO_REPORTS, progress: null };
    case 'step:started': {
      const begun = { ...step, startedAt: step.startedAt ?? Date.parse(event.at) };
      // A shard's attempts are not the step's, and the reports of other shards stay.
      return event.data.shard === undefined ? { ...begun, reports: NO_REPORTS, progress: null } : begun;
    }
    case 'step:progress':
      return report(step, event);
    case 'step:metric':
      return { ...step, curves: grow(step.curves, event.data.points) };
    case 'step:skipped':
      return { ...step, because: event.data.because };
    case 'step:ready':
    case 'step:paused':
    case 'step:cancelled':
    case 'step:answered':
    case 'step:succeeded':
    case 'step:cached':
    case 'step:failed':
    case 'step:retrying':
    case 'step:rebuilding':
    case 'step:asking':
    case 'step:checkpoint':
    case 'step:log':
      return step;
  }
}

function moveStep(step: RunStep, event: StepEvent): RunStep {
  switch (event.type) {
    case 'step:ready':
      return wait(step, 'ready', event.at);
    case 'step:sharded':
      return wait(step, 'sharded', event.at);
    case 'step:answered':
      return { ...wait(step, 'ready', event.at), question: null };
    case 'step:asking':
      return { ...wait(step, 'asking', event.at), question: event.data.question };
    case 'step:retrying':
      return {
        ...wait(step, 'retrying', event.at),
        error: event.data.error,
        retryAt: Date.parse(event.at) + event.data.delaySeconds * 1000,
      };
    case 'step:rebuilding':
      return { ...wait(step, 'pending', event.at), outputs: {}, key: null, lost: event.data.hash };
    case 'step:started':
      return {
        ...settled(step, 'running', event.at),
        progress: step.progress,
        ms: null,
        attempts: event.data.shard === undefined ? event.data.attempt : step.attempts,
      };
    case 'step:paused':
      return { ...settled(step, 'paused', event.at), phase: 'paused', progress: step.progress };
    case 'step:succeeded':
      return {
        ...end(step, 'succeeded', event.at),
        ...found(event.data),
        ms: wall(step, event.at) ?? event.data.ms,
      };
    case 'step:cached':
      return { ...end(step, 'cached', event.at), ...found(event.data), ms: null };
    case 'step:failed':
      return { ...end(step, 'failed', event.at), error: event.data.error };
    case 'step:skipped':
      return { ...end(step, 'skipped', event.at), because: event.data.because, ms: null };
    case 'step:cancelled':
      return { ...end(step, 'cancelled', event.at), error: step.error };
    case 'step:log':
      return event.data.level === 'warn' ? { ...step, warnings: step.warnings + 1 } : step;
    case 'step:metric':
    case 'step:progress':
    case 'step:checkpoint':
      return step;
  }
}

const wait = (step: RunStep, phase: RunStep['phase'], at: string): RunStep => ({
  ...step,
  status: 'waiting',
  phase,
  since: at,
  told: null,
  because: null,
  retryAt: null,
  lost: null,
});

const settled = (step: RunStep, status: RunStep['status'], at: string): RunStep => ({
  ...step,
  status,
  phase: null,
  since: at,
  told: null,
  retryAt: null,
  because: null,
  lost: null,
  error: null,
  progress: null,
});

const end = (step: RunStep, status: RunStep['status'], at: string): RunStep => ({
  ...settled(step, status, at),
  question: null,
  ms: wall(step, at),
});

const wall = (step: RunStep, at: string): number | null =>
  step.startedAt === null ? step.ms : Math.max(0, Date.parse(at) - step.startedAt);

/** Of a whole artifact reference only what people look at. */
function found({ outputs, metrics, warnings }: ToldResult) {
  return {
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([port, { hash, kind, bytes, rows }]) => [
        port,
        { hash, kind, bytes, rows: rows ?? null },
      ]),
    ),
    metrics,
    warnings,
  };
}

function report(step: RunStep, event: RunEventOf<'step:progress'> & { readonly at: string }): RunStep {
  const { reports, progress } = reported(step.reports, event.data, {
    parts: step.shards,
    at: Date.parse(event.at),
  });
  // Of a step that is over, the picture knows; its last words are only replayed.
  return { ...step, reports, progress: isOpen(step.status) ? progress : null };
}

function grow(
  curves: RunStep['curves'],
  points: RunEventOf<'step:metric'>['data']['points'],
): RunStep['curves'] {
  const added = Map.groupBy(points, ([name]) => name);
  const next = { ...curves };
  for (const [name, told] of added)
    next[name] = appendPoints(
      next[name] ?? [],
      told.map(([, value, at]) => [value, at] as const),
    );
  return next;
}

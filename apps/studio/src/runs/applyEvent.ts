import type { RunEvent } from '@weft/engine';
import { appendPoints } from './curves.ts';
import { NO_REPORTS, reported } from './progress.ts';
import { isOpen, type RunState, type RunStep } from './runState.ts';
import type { RunStatus, WireEvent } from './wire.ts';

/** The one way a run moves: (what is known, what happened) → what is known now. Events that were folded are skipped. */
export const applyEvent = (state: RunState, event: WireEvent): RunState => applyEvents(state, [event]);

/** Many at once, for a frame's worth or a replay: untouched steps stay the same objects. */
export function applyEvents(state: RunState, events: readonly WireEvent[]): RunState {
  const fresh = events.filter((event) => event.seq > state.seq);
  if (fresh.length === 0) return state;
  const steps = new Map(state.steps);
  let run: RunState = { ...state, steps };
  let seq = state.seq;
  for (const event of fresh) {
    // The same event twice in one batch counts once.
    if (event.seq <= seq) continue;
    seq = event.seq;
    const isNews = event.seq > state.known;
    if (event.type.startsWith('run:')) {
      if (isNews) run = moveRun(run, steps, event as RunWideEvent);
      continue;
    }
    const step = event.nodeId === null ? undefined : steps.get(event.nodeId);
    if (step === undefined) continue;
    const about = event as StepEvent;
    steps.set(step.nodeId, isNews ? moveStep(remember(step, about), about) : remember(step, about));
  }
  return { ...run, steps, seq };
}

type RunEventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
type RunWideEvent = Extract<WireEvent, { type: `run:${string}` }>;
type StepEvent = Exclude<WireEvent, { type: `run:${string}` }>;

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
      // What had ended without outputs gets another chance; which of them can run is told next.
      for (const [id, step] of steps)
        if (step.status === 'failed' || step.status === 'skipped' || step.status === 'cancelled')
          steps.set(id, { ...wait(step, 'pending', event.at), error: null, reports: NO_REPORTS, ms: null });
      return { ...run, status: 'running', finishedAt: null };
    case 'run:finished':
      return {
        ...run,
        status: event.data.status as Exclude<RunStatus, 'waiting'>,
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
      return { ...wait(step, 'pending', event.at), outputs: {}, key: null };
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
});

const settled = (step: RunStep, status: RunStep['status'], at: string): RunStep => ({
  ...step,
  status,
  phase: null,
  since: at,
  told: null,
  retryAt: null,
  because: null,
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

/** Of a whole artifact reference only what views look at. */
function found(data: RunEventOf<'step:succeeded' | 'step:cached'>['data']) {
  const outputs = data.outputs as Record<string, RunStep['outputs'][string] & { rows?: number | null }>;
  return {
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([port, { hash, kind, bytes, rows }]) => [
        port,
        { hash, kind, bytes, rows: rows ?? null },
      ]),
    ),
    metrics: (data.metrics ?? {}) as Record<string, number>,
    warnings: data.warnings,
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

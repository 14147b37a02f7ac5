import type { Json, Text } from '../graph/index.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { Point } from './curves.ts';
import type { RunPicture, ShownOutput, StepPicture, Who } from './picture.ts';
import { NO_REPORTS, type Progress, type Reports } from './progress.ts';
import { hasOutputs, isOpen, type RunStatus, type ShownStepStatus } from './statuses.ts';

/**
 * A run as it is known here. It comes from two sources that overlap: a picture (`runs.get`) that holds everything up to
 * `known`, and events, which hold what a picture does not: curves, progress, when a step began. Events are folded in
 * order and once (`seq`); those the picture already holds add only what it lacks. So whoever opens the page late, or
 * comes back after an hour, sees what somebody sees who was there from the start.
 *
 * It moves only through `applyEvents` (one more thing happened) and `reconcile` (a newer picture). Nothing of it is
 * ever written into the document.
 */
export interface RunState {
  readonly runId: string;
  readonly number: number;
  readonly documentId: string;
  readonly title: string;
  readonly versionNumber: number;
  readonly startedBy: Who | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly status: RunStatus;
  readonly steps: ReadonlyMap<string, RunStep>;
  /** Everything up to this event is in the picture. */
  readonly known: number;
  /** The last event that was folded. */
  readonly seq: number;
}

/** Why a waiting step waits, as far as events tell; null when it does not wait. */
export type Phase = 'pending' | 'ready' | 'sharded' | 'retrying' | 'asking' | 'paused' | null;

export interface RunStep {
  readonly nodeId: string;
  readonly type: string;
  readonly status: ShownStepStatus;
  readonly params: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, ShownOutput>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** Curves so far: metric name → points in order. */
  readonly curves: Readonly<Record<string, readonly Point[]>>;
  readonly key: string | null;
  readonly parents: readonly string[];
  readonly phase: Phase;
  /** Since when it is in this phase. */
  readonly since: string;
  /** When the next try is due, in milliseconds; only while retrying. */
  readonly retryAt: number | null;
  /** What the server said about why it waits: it knows of slots and workers, events do not. */
  readonly told: Text | null;
  /** The artifact that was lost, because of which the step is made again; only while it waits for that. */
  readonly lost: string | null;
  /** The step whose failure made it impossible; only when skipped. */
  readonly because: string | null;
  readonly progress: Progress | null;
  readonly reports: Reports;
  /** How many parts it is worked on in; 0 when it is not sharded. */
  readonly shards: number;
  readonly error: ErrorRecord | null;
  /** Milliseconds since 1970 of its first attempt, on the clock of the database; null before events told. */
  readonly startedAt: number | null;
  /** Wall time from the first attempt to the end, or to when this was told; null when it never ran. */
  readonly ms: number | null;
  readonly attempts: number;
  readonly warnings: number;
  readonly question: Json | null;
}

/** A run before its first event, for a follower who hears all of them. */
export function newRun(runId: string, nodeIds: readonly string[]): RunState {
  const waiting: StepPicture = {
    nodeId: '',
    type: '',
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
  };
  const run = openRun({
    runId,
    number: 0,
    documentId: '',
    title: '',
    versionNumber: 0,
    startedBy: null,
    createdAt: '',
    finishedAt: null,
    status: 'running',
    lastSeq: 0,
    params: {},
    steps: nodeIds.map((nodeId) => ({ ...waiting, nodeId })),
  });
  return { ...run, steps: new Map([...run.steps].map(([id, step]) => [id, { ...step, phase: 'pending' }])) };
}

/** The state of a run from a picture alone. */
export function openRun(detail: RunPicture): RunState {
  const done = new Set(detail.steps.filter(({ status }) => hasOutputs(status)).map((step) => step.nodeId));
  return {
    runId: detail.runId,
    number: detail.number,
    documentId: detail.documentId,
    title: detail.title,
    versionNumber: detail.versionNumber,
    startedBy: detail.startedBy,
    createdAt: detail.createdAt,
    finishedAt: detail.finishedAt,
    status: detail.status === 'waiting' ? 'running' : detail.status,
    steps: new Map(detail.steps.map((step) => [step.nodeId, openStep(detail, step, done)])),
    known: detail.lastSeq,
    seq: 0,
  };
}

function openStep(detail: RunPicture, step: StepPicture, done: ReadonlySet<string>): RunStep {
  const { params = {}, parents = [] } = detail.params[step.nodeId] ?? {};
  return {
    nodeId: step.nodeId,
    type: step.type,
    status: step.status,
    params,
    outputs: step.outputs,
    metrics: step.metrics,
    curves: {},
    key: step.key,
    parents,
    phase: phaseOf(
      step,
      parents.every((parent) => done.has(parent)),
    ),
    since: step.waiting?.since ?? detail.createdAt,
    retryAt: null,
    told: step.waiting?.reason ?? null,
    lost: null,
    because: null,
    progress: null,
    reports: NO_REPORTS,
    shards: 0,
    error: step.error,
    startedAt: null,
    ms: step.ms,
    attempts: step.attempts,
    warnings: step.warnings,
    question: step.question,
  };
}

function phaseOf(step: StepPicture, inputsThere: boolean): Phase {
  if (step.status === 'paused') return 'paused';
  if (step.status !== 'waiting') return null;
  if (step.question !== null) return 'asking';
  if (!inputsThere) return 'pending';
  return step.error === null ? 'ready' : 'retrying';
}

/**
 * Takes a newer picture: what it says counts, what only events tell is kept. An older one, overtaken by events on its
 * way, changes nothing.
 */
export function reconcile(state: RunState | null, detail: RunPicture): RunState {
  const fresh = openRun(detail);
  if (state === null || state.runId !== fresh.runId) return fresh;
  if (detail.lastSeq < Math.max(state.seq, state.known)) return state;
  const steps = new Map<string, RunStep>();
  for (const [id, step] of fresh.steps) {
    const before = state.steps.get(id);
    steps.set(id, before === undefined ? step : withHistory(step, before));
  }
  return { ...fresh, steps, seq: state.seq };
}

/** Unchanged steps stay the same object, so that nobody who shows one is drawn again. */
function withHistory(step: RunStep, before: RunStep): RunStep {
  const { curves, startedAt, shards, reports, because } = before;
  const merged: RunStep = {
    ...step,
    curves,
    startedAt,
    shards,
    reports,
    because: step.status === 'skipped' ? because : null,
    progress: isOpen(step.status) ? before.progress : null,
    retryAt: step.phase === 'retrying' ? before.retryAt : null,
  };
  return sameStep(merged, before) ? before : merged;
}

function sameStep(a: RunStep, b: RunStep): boolean {
  const keys = Object.keys(a) as (keyof RunStep)[];
  return keys.every(
    (key) =>
      a[key] === b[key] ||
      // Running on makes a step older, not different.
      (key === 'ms' && a.status === 'running') ||
      (typeof a[key] === 'object' && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
}

/**
 * Every state that a run, a step, an attempt or a worker can be in: one list each, from which come the types, the checks
 * in the database (a test compares them) and what people see.
 */
export const STEP_STATUSES = [
  'pending',
  'sharded',
  'ready',
  'running',
  'paused',
  'asking',
  'succeeded',
  'cached',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export const RUN_STATUSES = ['running', 'paused', 'succeeded', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const ATTEMPT_OUTCOMES = ['running', 'succeeded', 'failed', 'paused', 'asked', 'cancelled'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
/** How an attempt ended. */
export type EndedOutcome = Exclude<AttemptOutcome, 'running'>;

export const WORKER_STATES = ['active', 'draining', 'gone'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** A run as people see it. `waiting`: nothing can move until somebody answers. */
export const SHOWN_RUN_STATUSES = [
  'running',
  'waiting',
  'paused',
  'failed',
  'succeeded',
  'cancelled',
] as const satisfies readonly (RunStatus | 'waiting')[];
export type ShownRunStatus = (typeof SHOWN_RUN_STATUSES)[number];

/** A step as people see it: `waiting` comes with a reason. */
export type ShownStepStatus = Exclude<StepStatus, 'pending' | 'sharded' | 'ready' | 'asking'> | 'waiting';

const FINAL = new Set<StepStatus>(['succeeded', 'cached', 'failed', 'skipped', 'cancelled']);
/** Nothing more will happen to the step in this run by itself. */
export const isFinal = (status: StepStatus): boolean => FINAL.has(status);

/** The step's outputs can be read. */
export const hasOutputs = (status: StepStatus | ShownStepStatus): boolean =>
  status === 'succeeded' || status === 'cached';

/** More will happen to the step by itself, or after somebody resumes or answers. */
export const isOpen = (status: ShownStepStatus): boolean =>
  status === 'waiting' || status === 'running' || status === 'paused';

/** The run has ended. A retry begins it again. */
export const isOver = (status: ShownRunStatus): status is 'succeeded' | 'failed' | 'cancelled' =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** What people see of a step. `shardRunning`: one of its shards is being worked on. */
export function shownStepStatus(status: StepStatus, shardRunning: boolean): ShownStepStatus {
  switch (status) {
    case 'sharded':
      return shardRunning ? 'running' : 'waiting';
    case 'pending':
    case 'ready':
    case 'asking':
      return 'waiting';
    default:
      return status;
  }
}

/** What people see of a run, from the states of its steps. */
export function shownRunStatus(status: RunStatus, steps: Iterable<StepStatus>): ShownRunStatus {
  const present = new Set(steps);
  const moves = MOVING.some((one) => present.has(one));
  return status === 'running' && present.has('asking') && !moves ? 'waiting' : status;
}
/** Steps in these states go on, or will once the run is resumed. */
export const MOVING = ['ready', 'running', 'sharded', 'paused'] as const satisfies readonly StepStatus[];

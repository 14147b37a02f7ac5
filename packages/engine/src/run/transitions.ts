/**
 * The states of a step and the only ways between them. SQL enforces the same table: every update says which states it
 * starts from, and a loser changes no row.
 *
 *   pending ──resolve──▶ cached                               inputs known, result exists
 *      │  ╲──resolve──▶ ready ──claim──▶ running ──▶ succeeded | failed | paused | asking | ready (again)
 *      │  ╲──resolve──▶ sharded ──last shard ends──▶ ready
 *      ╰──upstream failed──▶ skipped
 *
 * Never true: a step runs before all its parents are succeeded or cached; two attempts with the same token write;
 * a step leaves a final state, except by `retry` or because its artifact was lost and must be rebuilt (→ pending).
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

export type StepEvent =
  | 'resolve:hit'
  | 'resolve:miss'
  | 'resolve:shard'
  | 'shards:done'
  | 'claim'
  | 'succeed'
  | 'fail'
  | 'again'
  | 'pause'
  | 'resume'
  | 'ask'
  | 'answer'
  | 'skip'
  | 'cancel'
  | 'retry'
  | 'rebuild';

const TABLE: Readonly<Record<StepEvent, { from: readonly StepStatus[]; to: StepStatus }>> = {
  'resolve:hit': { from: ['pending'], to: 'cached' },
  'resolve:miss': { from: ['pending'], to: 'ready' },
  'resolve:shard': { from: ['pending'], to: 'sharded' },
  'shards:done': { from: ['sharded'], to: 'ready' },
  claim: { from: ['ready'], to: 'running' },
  succeed: { from: ['running'], to: 'succeeded' },
  fail: { from: ['running', 'asking'], to: 'failed' },
  again: { from: ['running'], to: 'ready' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'ready' },
  ask: { from: ['running'], to: 'asking' },
  answer: { from: ['asking'], to: 'ready' },
  skip: { from: ['pending'], to: 'skipped' },
  cancel: { from: ['pending', 'sharded', 'ready', 'running', 'paused', 'asking'], to: 'cancelled' },
  retry: { from: ['failed', 'skipped', 'cancelled'], to: 'pending' },
  rebuild: { from: ['running', 'succeeded', 'cached'], to: 'pending' },
};

export const fromStates = (event: StepEvent): readonly StepStatus[] => TABLE[event].from;

/** The state after an event, or null when the event does not apply in that state. */
export const transition = (status: StepStatus, event: StepEvent): StepStatus | null =>
  TABLE[event].from.includes(status) ? TABLE[event].to : null;

const FINAL = new Set<StepStatus>(['succeeded', 'cached', 'failed', 'skipped', 'cancelled']);
/** Nothing more will happen to it in this run by itself. */
export const isFinal = (status: StepStatus): boolean => FINAL.has(status);
/** Its outputs can be read. */
export const hasOutputs = (status: StepStatus): boolean => status === 'succeeded' || status === 'cached';

export const RUN_STATUSES = ['running', 'paused', 'succeeded', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

const GOING: ReadonlySet<RunStatus> = new Set(['running', 'paused']);
/** The run has ended; only a retry begins it again. */
export const isOver = (status: RunStatus): status is Exclude<RunStatus, 'running' | 'paused'> =>
  !GOING.has(status);

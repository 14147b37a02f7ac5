import type { Plan } from '../compile/plan.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { Metrics, Publication } from '../node/executor.ts';
import type { Actor } from '../observe/actor.ts';
import type { Tx } from '../store/tx.ts';
import type { EndedOutcome, RunStatus, StepStatus } from '../observe/statuses.ts';

/**
 * What an application does in the same transaction as the engine: record a publication, meter an attempt, charge a run.
 * Hooks are registered when an engine is opened and called once per transaction, with everything of their kind that
 * the transaction holds, so 64 steps that end together cost one call.
 *
 * The run's row is locked, its steps and jobs are written, its events are not. Lock order: run, step, job, then rows
 * that hooks lock; nobody may lock a run while holding one of those. Hooks run in the order in which they are
 * registered, in `onStart`, `onStepEnd`, `onPublication`, `onRunEnd` order for each transaction.
 *
 * A hook that throws fails the transaction. A verb (`start`, `control`, `answer`) then throws to its caller, and nothing
 * has happened. A worker tries the commit again for a few seconds, then each attempt apart; one that is still refused
 * counts as failed with `hook.failed`, a bug of ours. That is committed without the hook, so that the step is retried as
 * after any other bug and the run ends (see `commitPastHooks`).
 *
 * A hook writes rows through `tx` and nothing else: no network, no second connection. It lets a failed statement throw;
 * one that is caught leaves a transaction that cannot commit.
 */
export interface Hooks {
  /** For error messages; every engine has one of each name. */
  readonly name: string;
  /** Hashes of artifacts that the application's own rows name, in all workspaces: garbage collection keeps them. */
  readonly keeps?: (db: Tx) => Promise<readonly string[]>;
  readonly onStart?: (at: Moment, started: RunStarted) => Promise<void>;
  /** Attempts that ended, and steps that ended without one. */
  readonly onStepEnd?: (at: Moment, ended: readonly StepEnd[]) => Promise<void>;
  /** Publications of results that this transaction records: each once, however often it is reported. */
  readonly onPublication?: (at: Moment, publications: readonly RecordedPublication[]) => Promise<void>;
  /** The run is over. It may be retried, and then ends again. */
  readonly onRunEnd?: (at: Moment, ended: RunEnded) => Promise<void>;
}
export type HookName = Exclude<keyof Hooks, 'name' | 'keeps'>;

/** Where a hook is called: inside `tx`, about a run whose row `tx` has locked. */
export interface Moment {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly run: RunFacts;
}

export interface RunFacts {
  readonly id: string;
  readonly workspaceId: string;
  readonly documentId: string;
  readonly number: number;
  /** As this transaction leaves it. */
  readonly status: RunStatus;
  readonly plan: Plan;
}

export interface RunStarted {
  readonly steps: number;
  readonly cached: number;
}

export interface RunEnded {
  readonly status: Exclude<RunStatus, 'running' | 'paused'>;
}

export interface StepEnd {
  readonly index: number;
  /** -1 for the step proper. */
  readonly shard: number;
  readonly nodeId: string;
  /** The state of the step now: `ready` or `pending` when it will be tried again, `paused` or `asking` when it waits. */
  readonly status: StepStatus;
  /** The attempt that ended; null for a step that was cached, skipped or cancelled without one. */
  readonly attempt: { readonly number: number; readonly outcome: EndedOutcome } | null;
  readonly key: string | null;
  readonly metrics: Metrics;
  readonly error: ErrorRecord | null;
}

export interface RecordedPublication {
  readonly nodeId: string;
  /** Key of the result that was recorded. */
  readonly key: string;
  readonly publication: Publication;
}

/** A hook threw. `cause` is what it threw. */
export class HookFailed extends Error {
  override name = 'HookFailed';
  readonly hookName: string;
  readonly hook: HookName;

  constructor({ name: hookName }: Hooks, hook: HookName, cause: unknown) {
    super(`the hook ${hook} of "${hookName}" failed: ${(cause as Error)?.message ?? String(cause)}`, {
      cause,
    });
    this.hookName = hookName;
    this.hook = hook;
  }
}

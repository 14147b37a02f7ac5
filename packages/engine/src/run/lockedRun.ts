import { childrenOf, type Plan } from '../compile/plan.ts';
import type { Tx } from '../store/tx.ts';
import type { Actor } from '../observe/actor.ts';
import type { NewEvent } from '../observe/events.ts';
import { isOver, type RunStatus } from '../observe/statuses.ts';
import { callHooks } from './callHooks.ts';
import type { CommitDeps } from './commit.ts';
import type { RecordedPublication, RunStarted, StepEnd } from './hooks.ts';
import { workspaceEventsOf } from './outbox.ts';

/** Told after a commit that added events; the payload is the run's id. */
export const EVENT_CHANNEL = 'weft_events';

/**
 * A run whose row this transaction holds. Whoever changes the state of steps holds it first (lock order: run, step,
 * job), so the counters and event numbers below are exact. `sealRun` tells hooks, and writes everything back once, at
 * the end.
 */
export interface LockedRun {
  readonly id: string;
  readonly workspaceId: string;
  readonly documentId: string;
  readonly number: number;
  /** Who makes this transaction's changes. */
  readonly actor: Actor;
  readonly frozen: FrozenPlan;
  readonly priorStatus: RunStatus;
  status: RunStatus;
  remaining: number;
  eventSeq: bigint;
  readonly events: NewEvent[];
  /** Set by the transaction that starts the run. */
  started: RunStarted | null;
  readonly ends: StepEnd[];
  readonly publications: RecordedPublication[];
}

export interface RunOptions {
  /** Only workers with this label take steps of the run. */
  readonly label?: string;
  /** Shards of a large map; default: as many as there are slots. */
  readonly shards?: number;
  /** Seconds between checkpoints. Default 2. */
  readonly checkpointSeconds?: number;
}

/** A plan with what is derived from it, kept per process: plans never change. */
export interface FrozenPlan {
  readonly plan: Plan;
  readonly children: readonly (readonly number[])[];
  /** Hash of what lay outside Weft when the run started, by step. */
  readonly outside: Readonly<Record<number, string>>;
  readonly options: RunOptions;
}

export type StoredPlan = Omit<FrozenPlan, 'children'>;

const MAX_PLANS = 50;

export class PlanCache {
  readonly #plans = new Map<string, FrozenPlan>();

  async get(tx: Tx, runId: string): Promise<FrozenPlan> {
    const known = this.#plans.get(runId);
    if (known !== undefined) return known;
    const { rows } = await tx.query<{ plan: StoredPlan; own: boolean }>(
      `select plan, coalesce(xmin = pg_current_xact_id_if_assigned()::xid, false) as own from runs where id = $1`,
      [runId],
    );
    if (rows[0] === undefined) throw new Error(`run ${runId} does not exist`);
    const frozen = freeze(rows[0].plan);
    // Should this transaction roll back, the same id may get another plan.
    if (rows[0].own) return frozen;
    if (this.#plans.size >= MAX_PLANS) this.#plans.delete(this.#plans.keys().next().value!);
    this.#plans.set(runId, frozen);
    return frozen;
  }
}

export const freeze = (stored: StoredPlan): FrozenPlan => ({ ...stored, children: childrenOf(stored.plan) });

interface RunRow {
  workspace_id: string;
  document_id: string;
  number: number;
  status: RunStatus;
  remaining: number;
  event_seq: string;
}

/** Locks the run's row. Null when there is no such run. */
export async function lockRun(
  tx: Tx,
  plans: PlanCache,
  { runId, actor }: { runId: string; actor: Actor },
): Promise<LockedRun | null> {
  const { rows } = await tx.query<RunRow>({
    name: 'run-lock',
    text: `select workspace_id, document_id, number, status, remaining, event_seq::text from runs
           where id = $1 for update`,
    values: [runId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: runId,
    workspaceId: row.workspace_id,
    documentId: row.document_id,
    number: row.number,
    actor,
    frozen: await plans.get(tx, runId),
    priorStatus: row.status,
    status: row.status,
    remaining: row.remaining,
    eventSeq: BigInt(row.event_seq),
    events: [],
    started: null,
    ends: [],
    publications: [],
  };
}

/**
 * The end of every transaction about a run: calls hooks, then writes counters, status, events and the workspace's log
 * in one statement. Events of that log take their numbers when the transaction commits.
 */
export async function sealRun(
  tx: Tx,
  deps: Pick<CommitDeps, 'hooks' | 'probe'>,
  run: LockedRun,
): Promise<void> {
  if (run.status !== run.priorStatus && isOver(run.status))
    run.events.push({ type: 'run:finished', data: { status: run.status } });
  await callHooks(tx, deps, run);
  const logged = workspaceEventsOf(run);
  await tx.query({
    name: 'run-seal',
    text: `with e as (
             insert into events (workspace_id, run_id, seq, type, node_id, data, actor)
             select $2, $1, $3::bigint + ordinality, value->>'type', value->>'nodeId', value->'data', $8::jsonb
             from jsonb_array_elements($4::jsonb) with ordinality),
           w as (
             insert into workspace_events (workspace_id, actor, type, subject_kind, subject_id, data)
             select $2, $8::jsonb, value->>'type', value#>>'{subject,kind}', value#>>'{subject,id}', value->'data'
             from jsonb_array_elements($9::jsonb) with ordinality order by ordinality)
           update runs set status = $5, remaining = $6, event_seq = $3::bigint + $7,
             finished_at = case when $5 in ('running', 'paused') then null else coalesce(finished_at, now()) end
           where id = $1
           returning pg_notify('${EVENT_CHANNEL}', $1::text)`,
    values: [
      run.id,
      run.workspaceId,
      run.eventSeq.toString(),
      JSON.stringify(run.events),
      run.status,
      run.remaining,
      run.events.length,
      JSON.stringify(run.actor),
      JSON.stringify(logged),
    ],
  });
  if (logged.length > 0) await deps.probe('outbox:written');
}

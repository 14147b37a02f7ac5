import { childrenOf, type Plan } from '../compile/plan.ts';
import type { Tx } from '../store/tx.ts';
import type { NewEvent } from '../observe/events.ts';
import type { RunStatus } from '../observe/statuses.ts';

/** Told after a commit that added events; the payload is the run's id. */
export const EVENT_CHANNEL = 'weft_events';

/**
 * A run whose row this transaction holds. Whoever changes the state of steps holds it first (lock order: run, step,
 * job), so the counters and event numbers below are exact. `sealRun` writes them back once, at the end.
 */
export interface LockedRun {
  readonly id: string;
  readonly workspaceId: string;
  readonly frozen: FrozenPlan;
  readonly priorStatus: RunStatus;
  status: RunStatus;
  remaining: number;
  eventSeq: bigint;
  readonly events: NewEvent[];
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
    const { rows } = await tx.query<{ plan: StoredPlan }>('select plan from runs where id = $1', [runId]);
    if (rows[0] === undefined) throw new Error(`run ${runId} does not exist`);
    return this.put(runId, rows[0].plan);
  }

  put(runId: string, stored: StoredPlan): FrozenPlan {
    const frozen = { ...stored, children: childrenOf(stored.plan) };
    if (this.#plans.size >= MAX_PLANS) this.#plans.delete(this.#plans.keys().next().value!);
    this.#plans.set(runId, frozen);
    return frozen;
  }
}

interface RunRow {
  workspace_id: string;
  status: RunStatus;
  remaining: number;
  event_seq: string;
}

/** Locks the run's row. Null when there is no such run. */
export async function lockRun(tx: Tx, plans: PlanCache, runId: string): Promise<LockedRun | null> {
  const { rows } = await tx.query<RunRow>({
    name: 'run-lock',
    text: 'select workspace_id, status, remaining, event_seq::text from runs where id = $1 for update',
    values: [runId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: runId,
    workspaceId: row.workspace_id,
    frozen: await plans.get(tx, runId),
    priorStatus: row.status,
    status: row.status,
    remaining: row.remaining,
    eventSeq: BigInt(row.event_seq),
    events: [],
  };
}

/** Writes counters, status and events back. The last statement before commit. */
export async function sealRun(tx: Tx, run: LockedRun): Promise<void> {
  if (run.status !== run.priorStatus && run.status !== 'running' && run.status !== 'paused')
    run.events.push({ type: 'run:finished', data: { status: run.status } });
  await tx.query({
    name: 'run-seal',
    text: `with e as (
             insert into events (workspace_id, run_id, seq, type, node_id, data)
             select $2, $1, $3::bigint + ordinality, value->>'type', value->>'nodeId', value->'data'
             from jsonb_array_elements($4::jsonb) with ordinality)
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
    ],
  });
  run.eventSeq += BigInt(run.events.length);
  run.events.length = 0;
}

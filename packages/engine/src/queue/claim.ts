import type { StepInputs } from '../run/settle.ts';
import type { Checkpoint } from '../protocol/index.ts';
import type { NodeResult } from '../node/executor.ts';
import type { Json } from '../graph/index.ts';
import type { Tx } from '../store/tx.ts';
import type { StepJob } from './queues.ts';

/** A step this worker may now execute, under a token that only it holds. */
export interface ClaimedStep extends StepJob {
  readonly workspaceId: string;
  readonly nodeId: string;
  /** The fencing token. */
  readonly attempt: number;
  readonly tries: number;
  readonly key: string;
  readonly inputs: StepInputs;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly answer: Json | null;
  readonly checkpoints: readonly Checkpoint[];
  /** What another run recorded under the key since this step became ready; then there is nothing to execute. */
  readonly recorded: NodeResult | null;
}

export interface Claimant {
  readonly workerId: string;
  readonly leaseSeconds: number;
}

interface ClaimRow {
  workspace_id: string;
  run_id: string;
  index: number;
  shard: number;
  node_id: string;
  attempt: number;
  tries: number;
  key: string;
  inputs: StepInputs;
  range_from: number | null;
  range_to: number | null;
  answer: Json | null;
  checkpoints: Checkpoint[] | null;
  recorded: NodeResult | null;
}

/**
 * Claims steps that are still ready in a run that is running. Raises each one's token, starts its lease by the
 * database's clock and records the attempt, so a worker that dies right after is already counted.
 */
export async function claimSteps(
  tx: Tx,
  claimant: Claimant,
  jobs: readonly StepJob[],
): Promise<ClaimedStep[]> {
  const { rows } = await tx.query<ClaimRow>({
    name: 'steps-claim',
    text: `with j as (select distinct "runId" as run_id, index, shard
                      from jsonb_to_recordset($1::jsonb) as j("runId" uuid, index int, shard int)),
           c as (
             update steps s set status = 'running', attempt = s.attempt + 1, worker_id = $2, since = now(),
               lease_until = now() + make_interval(secs => $3), not_before = null,
               started_at = coalesce(s.started_at, now())
             from j, runs r
             where s.run_id = j.run_id and s.index = j.index and s.shard = j.shard and s.status = 'ready'
               and (s.not_before is null or s.not_before <= now())
               and r.id = s.run_id and r.status = 'running'
             returning s.*),
           a as (
             insert into attempts (workspace_id, run_id, index, shard, number, worker_id, outcome)
             select workspace_id, run_id, index, shard, attempt, $2, 'running' from c)
           select c.workspace_id, c.run_id, c.index, c.shard, c.node_id, c.attempt, c.tries, c.key, c.inputs,
             c.range_from, c.range_to, c.answer,
             (select jsonb_agg(jsonb_build_object('slot', k.slot, 'hash', k.hash, 'bytes', k.bytes))
              from checkpoints k where k.workspace_id = c.workspace_id and k.key = c.key) as checkpoints,
             (select jsonb_build_object('outputs', r.outputs, 'metrics', r.metrics)
              from results r where r.workspace_id = c.workspace_id and r.key = c.key and not c.force and c.shard < 0
                and not weft_lost(r.workspace_id, r.outputs)) as recorded
           from c`,
    values: [JSON.stringify(jobs), claimant.workerId, claimant.leaseSeconds],
  });
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    runId: row.run_id,
    index: row.index,
    shard: row.shard,
    nodeId: row.node_id,
    attempt: row.attempt,
    tries: row.tries,
    key: row.key,
    inputs: row.inputs,
    range: row.range_from === null ? null : { from: row.range_from, to: row.range_to! },
    answer: row.answer,
    checkpoints: row.checkpoints ?? [],
    recorded: row.recorded,
  }));
}

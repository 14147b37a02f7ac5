import type pg from 'pg';
import type { ClaimedStep } from '../queue/claim.ts';
import type { RunStatus } from '../observe/statuses.ts';

export const claimLabel = (step: Pick<ClaimedStep, 'runId' | 'index' | 'shard' | 'attempt'>): string =>
  `${step.runId}/${step.index}/${step.shard}/${step.attempt}`;

/**
 * A heartbeat: says that the worker lives and renews exactly the claims it knows of, by the database's clock. A claim
 * whose commit was never answered is not among them, so its lease runs out.
 *
 * Returns, by `claimLabel`, the claims it still holds and the state of each one's run. What is missing is lost.
 */
export async function renewLeases(
  pool: pg.Pool,
  worker: { readonly id: string; readonly state: string; readonly leaseSeconds: number },
  held: readonly ClaimedStep[],
): Promise<Map<string, RunStatus>> {
  const { rows } = await pool.query<{
    runId: string;
    index: number;
    shard: number;
    attempt: number;
    run: RunStatus;
  }>({
    name: 'heartbeat',
    text: `with w as (update workers set heartbeat_at = now(), busy = $3, state = $4 where id = $1)
           update steps s set lease_until = now() + make_interval(secs => $2)
           from runs r, jsonb_to_recordset($5::jsonb) as h("runId" uuid, index int, shard int, attempt int)
           where s.run_id = h."runId" and s.index = h.index and s.shard = h.shard and s.attempt = h.attempt
             and s.status = 'running' and r.id = s.run_id
           returning s.run_id as "runId", s.index, s.shard, s.attempt, r.status as run`,
    values: [
      worker.id,
      worker.leaseSeconds,
      held.length,
      worker.state,
      JSON.stringify(held.map(({ runId, index, shard, attempt }) => ({ runId, index, shard, attempt }))),
    ],
  });
  return new Map(rows.map((row) => [claimLabel(row), row.run]));
}

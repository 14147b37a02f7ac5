import type { Tx } from '@weft/db';

/** One try of a step, as a bar in the timeline. */
export interface AttemptRow {
  readonly nodeId: string;
  /** Null for the step proper. */
  readonly shard: number | null;
  readonly number: number;
  /** Name of the worker. */
  readonly worker: string | null;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'lost' | 'paused' | 'cancelled' | 'asked';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** When its progress was saved, as far as it was told: once a second at most. */
  readonly checkpoints: readonly string[];
  /** When it was set aside to be resumed: from its end to the next attempt, which is null while there is none. */
  readonly pauses: readonly { readonly from: string; readonly to: string | null }[];
}

/** All attempts of a run, oldest first. */
export async function listAttempts(
  tx: Tx,
  { workspaceId, runId }: { workspaceId: string; runId: string },
): Promise<AttemptRow[]> {
  const { rows } = await tx.query<{
    node_id: string;
    shard: number;
    number: number;
    worker: string | null;
    outcome: AttemptRow['outcome'];
    started_at: Date;
    ended_at: Date | null;
    next_at: Date | null;
    checkpoints: Date[] | null;
  }>(
    `with saved as (
       select node_id, coalesce((data->>'shard')::int, -1) as shard, (data->>'attempt')::int as number,
         array_agg(at order by seq) as at
       from events where workspace_id = $1 and run_id = $2 and type = 'step:checkpoint' group by 1, 2, 3)
     select s.node_id, a.shard, a.number, w.name as worker, a.outcome, a.started_at, a.ended_at,
       lead(a.started_at) over (partition by a.index, a.shard order by a.number) as next_at, c.at as checkpoints
     from attempts a
     join steps s on s.run_id = a.run_id and s.index = a.index and s.shard = a.shard
     left join workers w on w.id = a.worker_id
     left join saved c on c.node_id = s.node_id and c.shard = a.shard and c.number = a.number
     where a.workspace_id = $1 and a.run_id = $2
     order by a.started_at, a.index, a.shard, a.number`,
    [workspaceId, runId],
  );
  return rows.map((row) => ({
    nodeId: row.node_id,
    shard: row.shard < 0 ? null : row.shard,
    number: row.number,
    worker: row.worker,
    outcome: row.outcome,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    checkpoints: (row.checkpoints ?? []).map((at) => at.toISOString()),
    pauses:
      row.outcome === 'paused' && row.ended_at !== null
        ? [{ from: row.ended_at.toISOString(), to: row.next_at?.toISOString() ?? null }]
        : [],
  }));
}

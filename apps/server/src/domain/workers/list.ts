import type pg from 'pg';

export interface WorkerItem {
  readonly workerId: string;
  readonly name: string;
  /** `gone` when it stopped, or has not been heard of for 15 seconds. */
  readonly state: 'active' | 'draining' | 'gone';
  readonly slots: number;
  readonly busy: number;
  readonly queues: readonly string[];
  readonly labels: readonly string[];
  readonly heartbeatAt: string;
  /** Cores, memory, GPUs; null for a machine that somebody else lent to the pool. */
  readonly facts: unknown;
}

/**
 * Who does the work: those alive, then those that left within the last day. Machines are one pool that serves every
 * workspace, so this is the one list that reaches past the wall around a workspace, and what a machine is made of stays
 * with those who brought it.
 */
export async function listWorkers(
  pool: Pick<pg.Pool, 'query'>,
  { workspaceId }: { workspaceId: string },
): Promise<{ items: WorkerItem[] }> {
  const { rows } = await pool.query<
    Omit<WorkerItem, 'workerId' | 'heartbeatAt'> & { id: string; heartbeat_at: Date }
  >(
    `select id, name, slots, busy, queues, labels, heartbeat_at,
       case when heartbeat_at < now() - interval '15 seconds' then 'gone' else state end as state,
       case when workspace_id = $1 then facts end as facts
     from workers where heartbeat_at > now() - interval '1 day'
     order by state = 'gone' or heartbeat_at < now() - interval '15 seconds', name, started_at limit 200`,
    [workspaceId],
  );
  return {
    items: rows.map(({ id, heartbeat_at, ...row }) => ({
      workerId: id,
      ...row,
      heartbeatAt: heartbeat_at.toISOString(),
    })),
  };
}

import type pg from 'pg';
import type { ClaimedStep } from '../queue/claim.ts';
import type { NewEvent } from '../observe/events.ts';
import { EVENT_CHANNEL } from './lockedRun.ts';

/**
 * Stores what running steps say (logs, metrics, progress), many at a time. Words of an attempt that has lost its claim
 * are dropped. The run's row is held while numbers are given, which keeps them gap-free and in commit order.
 */
export async function tell(
  pool: pg.Pool,
  runId: string,
  told: readonly {
    readonly step: Pick<ClaimedStep, 'index' | 'shard' | 'attempt'>;
    readonly event: NewEvent;
  }[],
): Promise<void> {
  await pool.query({
    name: 'events-tell',
    text: `with r as (select id, workspace_id, event_seq from runs where id = $1 for update),
           t as (
             select e.*, row_number() over (order by e.ordinality) as n
             from rows from (jsonb_to_recordset($2::jsonb)
               as (index int, shard int, attempt int, type text, "nodeId" text, data jsonb)) with ordinality
               as e(index, shard, attempt, type, node_id, data, ordinality)
             join steps s on s.run_id = $1 and s.index = e.index and s.shard = e.shard and s.attempt = e.attempt
               and s.status = 'running'),
           i as (
             insert into events (workspace_id, run_id, seq, type, node_id, data)
             select r.workspace_id, r.id, r.event_seq + t.n, t.type, t.node_id, t.data from t, r)
           update runs set event_seq = runs.event_seq + (select count(*) from t)
           from r where runs.id = r.id returning pg_notify('${EVENT_CHANNEL}', $1::text)`,
    values: [runId, JSON.stringify(told.map(({ step, event }) => ({ ...step, ...event })))],
  });
}

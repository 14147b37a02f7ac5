import type pg from 'pg';
import type { Hooks } from '../run/hooks.ts';
import type { GcFacts } from './plan.ts';

/** Reads what a plan is made from, in one snapshot, with what the application keeps. All workspaces: they share the store. */
export async function readFacts(pool: pg.Pool, hooks: readonly Hooks[]): Promise<GcFacts> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const results = await client.query<{ key: string; last_used: Date; outputs: string[] }>(
      `select r.workspace_id || '/' || r.key as key,
         greatest(r.used_at, (select max(coalesce(s.finished_at, s.since)) from steps s
                              where s.workspace_id = r.workspace_id and s.key = r.key)) as last_used,
         array(select value->>'hash' from jsonb_each(r.outputs)) as outputs from results r`,
    );
    const steps = await client.query<{ outputs: string[]; unfinished: boolean; at: Date }>(
      `select array(select value->>'hash' from jsonb_each(s.outputs)) as outputs,
         r.status in ('running', 'paused') as unfinished, coalesce(s.finished_at, s.since) as at
       from steps s join runs r on r.id = s.run_id where s.outputs is not null`,
    );
    const kept: string[] = [];
    for (const { keeps } of hooks) kept.push(...((await keeps?.(client)) ?? []));
    // Bytes are equal in every workspace: the youngest row counts.
    const artifacts = await client.query<GcFacts['artifacts'][number]>(
      `select distinct on (hash) hash, max(stored_at) over (partition by hash) as "storedAt", coalesce(files, '{}') as files
       from artifacts order by hash, cardinality(files) desc nulls last`,
    );
    const uploads = await client.query<{ hash: string }>('select distinct hash from uploads');
    const checkpoints = await client.query<GcFacts['checkpoints'][number]>(
      `select c.workspace_id || '/' || c.key as key, c.slot_name as "slotName", c.hash, c.saved_at as "savedAt",
         exists (select 1 from results r where r.workspace_id = c.workspace_id and r.key = c.key) as "hasResult",
         exists (select 1 from steps s join runs u on u.id = s.run_id
                 where s.workspace_id = c.workspace_id and s.key = c.key and u.status in ('running', 'paused')
                   and s.status not in ('succeeded', 'cached', 'failed', 'skipped', 'cancelled')) as needed
       from checkpoints c`,
    );
    const clock = await client.query<{ now: Date; since: Date | null }>(
      `select now(), (select min(started_at) from steps where status = 'running') as since`,
    );
    await client.query('commit');
    return {
      now: clock.rows[0]!.now,
      runningSince: clock.rows[0]!.since,
      results: results.rows.map(({ key, last_used, outputs }) => ({ key, lastUsed: last_used, outputs })),
      steps: steps.rows,
      kept,
      artifacts: artifacts.rows,
      uploads: uploads.rows.map(({ hash }) => hash),
      checkpoints: checkpoints.rows,
    };
  } finally {
    client.release();
  }
}

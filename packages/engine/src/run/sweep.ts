import type pg from 'pg';
import { inTransaction, type Tx } from '../store/tx.ts';
import type { Actor } from '../observe/actor.ts';
import { commitPastHooks, commitReports, type CommitDeps, type Report } from './commit.ts';
import { HookFailed } from './hooks.ts';
import { lockRun } from './lockedRun.ts';
import { enqueueReady } from './control.ts';

/** A ready step whose job is gone (a worker died between taking and claiming) is offered again after this long. */
const FORGOTTEN_SECONDS = 10;
/** A worker silent for this long is listed as gone. */
const GONE_SECONDS = 60;

/**
 * Finds what nobody looks after any more: steps whose lease is over by the database's clock, and ready steps without a
 * job. Every worker sweeps; a lock lets one at a time. Returns the number of steps taken back.
 *
 * @param actor the worker that sweeps
 * @throws the first error, after everything else was swept
 */
export async function sweep(pool: pg.Pool, deps: CommitDeps, actor: Actor): Promise<number> {
  const errors: unknown[] = [];
  const orphans = await inTransaction(pool, async (tx) => ((await alone(tx)) ? await expired(tx) : []));
  for (const [runId, steps] of Map.groupBy(orphans, (orphan) => orphan.run_id)) {
    const reports = steps.map(({ index, shard, attempt, name }): Report => ({
      step: { runId, index, shard, attempt },
      ending: {
        status: 'failed',
        error: {
          kind: 'bug',
          code: 'worker.lost',
          message: `Worker ${name ?? 'unknown'} stopped responding while it ran this step (attempt ${attempt}); its lease is over.`,
        },
      },
    }));
    // A run that cannot be swept must not keep the others from it.
    await takeBack(pool, deps, { runId, actor, reports }).catch((error: unknown) => errors.push(error));
  }
  await inTransaction(pool, async (tx) => await offerForgotten(tx, deps, actor));
  await pool.query(
    `update workers set state = 'gone' where state <> 'gone' and heartbeat_at < now() - make_interval(secs => $1)`,
    [GONE_SECONDS],
  );
  if (errors.length > 0) throw errors[0];
  return orphans.length;
}

async function takeBack(
  pool: pg.Pool,
  deps: CommitDeps,
  { runId, actor, reports }: { runId: string; actor: Actor; reports: readonly Report[] },
): Promise<void> {
  const commit = async (using: CommitDeps, some: readonly Report[]) =>
    void (await inTransaction(
      pool,
      async (tx) => await commitReports(tx, using, { runId, actor, reports: some }),
    ));
  try {
    await commit(deps, reports);
  } catch (error) {
    if (!(error instanceof HookFailed)) throw error;
    for (const report of reports)
      await commitPastHooks(deps, report, async (using, one) => await commit(using, [one]));
  }
}

const SWEEP_LOCK = 0x77656674;
async function alone(tx: Tx): Promise<boolean> {
  const { rows } = await tx.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [
    SWEEP_LOCK,
  ]);
  return rows[0]!.got;
}

async function expired(tx: Tx) {
  const { rows } = await tx.query<{
    run_id: string;
    index: number;
    shard: number;
    attempt: number;
    name: string | null;
  }>(
    `select s.run_id, s.index, s.shard, s.attempt, w.name from steps s left join workers w on w.id = s.worker_id
     where s.worker_id is not null and s.status = 'running' and s.lease_until < now() limit 1000`,
  );
  return rows;
}

async function offerForgotten(tx: Tx, deps: CommitDeps, actor: Actor): Promise<void> {
  if (!(await alone(tx))) return;
  const { rows } = await tx.query<{ run_id: string }>(
    `select distinct s.run_id from steps s join runs r on r.id = s.run_id
     where s.status = 'ready' and r.status = 'running' and s.offered_at < now() - make_interval(secs => $1)
       and coalesce(s.not_before, s.offered_at) < now() - make_interval(secs => $1)
       and not exists (select 1 from workers w where w.state = 'active' and w.busy >= w.slots
                       and w.heartbeat_at > now() - make_interval(secs => $1))`,
    [FORGOTTEN_SECONDS],
  );
  for (const { run_id } of rows) {
    const run = await lockRun(tx, deps.plans, { runId: run_id, actor });
    if (run === null || run.status !== 'running') continue;
    await enqueueReady(tx, deps, run);
    await tx.query(`update steps set offered_at = now() where run_id = $1 and status = 'ready'`, [run_id]);
  }
}

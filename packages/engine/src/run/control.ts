import type { Json } from '../graph/index.ts';
import type { Actor } from '../observe/actor.ts';
import type { Tx } from '../store/tx.ts';
import type { CommitDeps } from './commit.ts';
import { lockRun, sealRun, type LockedRun } from './lockedRun.ts';
import { settle, toJobs } from './settle.ts';
import { fromStates } from './transitions.ts';
import { type RunStatus } from '../observe/statuses.ts';

/** Told to workers: a run was paused or cancelled and its executors should stop. The payload is "verb runId". */
export const CONTROL_CHANNEL = 'weft_control';

export type ControlVerb = 'pause' | 'resume' | 'cancel' | 'retry';

export type Controlled =
  | { readonly done: true; readonly status: RunStatus }
  /** The run is in a state in which the verb means nothing; nothing was changed. */
  | { readonly done: false; readonly status: RunStatus }
  | null;

const APPLIES: Readonly<Record<ControlVerb, readonly RunStatus[]>> = {
  pause: ['running'],
  resume: ['paused'],
  cancel: ['running', 'paused'],
  retry: ['failed', 'cancelled'],
};

/** Pauses, resumes, cancels or retries a run. Null when there is no such run in the workspace. */
export async function control(
  tx: Tx,
  deps: CommitDeps,
  {
    verb,
    runId,
    workspaceId,
    actor,
  }: { verb: ControlVerb; runId: string; workspaceId: string; actor: Actor },
): Promise<Controlled> {
  const run = await lockRun(tx, deps.plans, { runId, actor });
  if (run === null || run.workspaceId !== workspaceId) return null;
  if (!APPLIES[verb].includes(run.status)) return { done: false, status: run.status };
  await VERBS[verb](tx, deps, run);
  await sealRun(tx, deps, run);
  return { done: true, status: run.status };
}

interface CancelledRow {
  index: number;
  shard: number;
  node_id: string;
  key: string | null;
  attempt: number | null;
}

const VERBS: Readonly<Record<ControlVerb, (tx: Tx, deps: CommitDeps, run: LockedRun) => Promise<void>>> = {
  /** No step is claimed any more; those running save a checkpoint and stop. */
  async pause(tx, _deps, run) {
    run.status = 'paused';
    run.events.push({ type: 'run:paused', data: {} });
    await tell(tx, 'pause', run.id);
  },

  /** Every step that can run gets a job again; a second job for one that still has its first does no harm. */
  async resume(tx, deps, run) {
    run.status = 'running';
    run.events.push({ type: 'run:resumed', data: {} });
    await tx.query(
      `update steps set status = 'ready', since = now() where run_id = $1 and status = any($2)`,
      [run.id, fromStates('resume')],
    );
    await enqueueReady(tx, deps, run);
  },

  /** Final at once: what still runs has lost its claim and is stopped; its work so far stays in checkpoints. */
  async cancel(tx, _deps, run) {
    const { rows } = await tx.query<CancelledRow>(
      `with ended as (
         update attempts a set outcome = 'cancelled', ended_at = now() from steps s
         where s.run_id = $1 and s.status = 'running' and a.run_id = s.run_id and a.index = s.index
           and a.shard = s.shard and a.number = s.attempt
         returning a.index, a.shard, a.number),
       cancelled as (
         update steps set status = 'cancelled', worker_id = null, lease_until = null, finished_at = now(), since = now()
         where run_id = $1 and status = any($2) returning index, shard, node_id, key)
       select c.index, c.shard, c.node_id, c.key, e.number as attempt
       from cancelled c left join ended e on e.index = c.index and e.shard = c.shard order by c.index, c.shard`,
      [run.id, fromStates('cancel')],
    );
    for (const { index, shard, node_id, key, attempt } of rows)
      // A shard that nobody worked on is no step of its own.
      if (shard < 0 || attempt !== null)
        run.ends.push({
          index,
          shard,
          nodeId: node_id,
          status: 'cancelled',
          attempt: attempt === null ? null : { number: attempt, outcome: 'cancelled' },
          key,
          metrics: {},
          error: null,
        });
    const proper = rows.filter((row) => row.shard < 0);
    run.remaining -= proper.length;
    run.status = 'cancelled';
    for (const { node_id } of proper) run.events.push({ type: 'step:cancelled', nodeId: node_id, data: {} });
    run.events.push({ type: 'run:cancelled', data: {} });
    await tell(tx, 'cancel', run.id);
  },

  /** Failed, skipped and cancelled steps get another chance, with their tries forgotten and their checkpoints kept. */
  async retry(tx, deps, run) {
    const { rows } = await tx.query<{ index: number }>(
      `update steps set status = 'pending', tries = 0, error = null, finished_at = null, not_before = null, since = now()
       where run_id = $1 and shard = -1 and status = any($2) returning index`,
      [run.id, fromStates('retry')],
    );
    await tx.query('delete from steps where run_id = $1 and shard >= 0', [run.id]);
    run.remaining += rows.length;
    run.status = 'running';
    run.events.push({ type: 'run:retried', data: {} });
    const ready = await settle(tx, { run, candidates: rows.map((row) => row.index), slots: deps.slots() });
    await deps.delivery.enqueue(tx, toJobs(run, ready));
  },
};

/** Answers a gate. False when the step is not asking. */
export async function answerGate(
  tx: Tx,
  deps: CommitDeps,
  {
    runId,
    nodeId,
    answer,
    workspaceId,
    actor,
  }: { runId: string; nodeId: string; answer: Json; workspaceId: string; actor: Actor },
): Promise<boolean> {
  const run = await lockRun(tx, deps.plans, { runId, actor });
  if (run === null || run.workspaceId !== workspaceId) return false;
  const { rows } = await tx.query<{ index: number; queue: string }>(
    `update steps set status = 'ready', answer = $3, since = now()
     where run_id = $1 and node_id = $2 and shard = -1 and status = any($4) returning index, queue`,
    [runId, nodeId, JSON.stringify(answer), fromStates('answer')],
  );
  if (rows[0] === undefined) return false;
  run.events.push({ type: 'step:answered', nodeId, data: {} });
  await deps.delivery.enqueue(tx, toJobs(run, [{ ...rows[0], shard: -1 }]));
  await sealRun(tx, deps, run);
  return true;
}

export async function enqueueReady(tx: Tx, deps: CommitDeps, run: LockedRun): Promise<void> {
  const { rows } = await tx.query<{ index: number; shard: number; queue: string }>(
    `select index, shard, queue from steps where run_id = $1 and status = 'ready'`,
    [run.id],
  );
  await deps.delivery.enqueue(tx, toJobs(run, rows));
}

async function tell(tx: Tx, verb: 'pause' | 'cancel', runId: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [CONTROL_CHANNEL, `${verb} ${runId}`]);
}

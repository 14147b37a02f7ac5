import type pg from 'pg';
import { predict, type Forecast } from '../compile/predict.ts';
import type { Plan } from '../compile/plan.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import { queueName } from '../queue/queues.ts';
import { findResults, type ResultRecord } from '../store/results.ts';
import { inTransaction, type Tx } from '../store/tx.ts';
import type { CommitDeps } from './commit.ts';
import { hashKey, sha256 } from './hash.ts';
import { lockRun, sealRun, type RunOptions, type StoredPlan } from './lockedRun.ts';
import { settle, stepInputs, toJobs } from './settle.ts';
import { canonicalJson } from '../graph/index.ts';

export interface ForecastDeps {
  readonly db: Tx;
  readonly workspaceId: string;
}

/** What would happen if the plan ran now; see `predict`. */
export async function foresee(
  { db, workspaceId }: ForecastDeps,
  { plan, outside, forced }: Pick<NewRun, 'plan' | 'outside' | 'forced'>,
): Promise<Forecast<ResultRecord>> {
  return await predict<ResultRecord>(plan, {
    hashKey,
    hashOf: (result, port) => result.outputs[port]?.hash ?? '',
    outside,
    forced,
    lookup: async (keys) => await findResults(db, workspaceId, keys),
  });
}

export interface NewRun {
  readonly runId: string;
  readonly workspaceId: string;
  /** Names the document across runs. */
  readonly ref: string;
  readonly startedBy?: string;
  readonly stateVector?: Uint8Array;
  readonly content: unknown;
  readonly plan: Plan;
  readonly forecast: Forecast<ResultRecord>;
  readonly outside: ReadonlyMap<number, string>;
  readonly forced: ReadonlySet<number>;
  readonly options: RunOptions;
}

/** The id names a run already, and not one of this document. */
export class RunIdTaken extends Error {
  override name = 'RunIdTaken';
}

/**
 * Starts a run, once for each id: whoever comes second, even in the same instant, gets the run of whoever came first.
 *
 * @throws RunIdTaken when the id is that of another document's run, or another workspace's
 */
export async function startOnce(pool: pg.Pool, deps: CommitDeps, run: NewRun): Promise<{ number: number }> {
  try {
    return await inTransaction(pool, async (tx) => await startRun(tx, deps, run));
  } catch (error) {
    // Both looked before either inserted; the loser's transaction is rolled back whole, with its version.
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== '23505' || constraint !== 'runs_pkey') throw error;
    const number = await startedBefore(pool, run);
    if (number === null) throw new RunIdTaken(`run id ${run.runId} is taken`, { cause: error });
    return { number };
  }
}

async function startedBefore(
  db: Tx,
  { runId, workspaceId, ref }: Pick<NewRun, 'runId' | 'workspaceId' | 'ref'>,
): Promise<number | null> {
  const { rows } = await db.query<{ number: number }>(
    `select r.number from runs r join documents d on d.id = r.document_id
     where r.id = $1 and r.workspace_id = $2 and d.ref = $3`,
    [runId, workspaceId, ref],
  );
  return rows[0]?.number ?? null;
}

/**
 * Starts a run in one transaction: document version, run, every step in its first state, jobs for those that are
 * ready. Steps whose results exist are cached from the beginning.
 */
async function startRun(tx: Tx, deps: CommitDeps, run: NewRun): Promise<{ number: number }> {
  const existing = await startedBefore(tx, run);
  if (existing !== null) return { number: existing };
  const { documentId, versionId } = await recordVersion(tx, run);
  const stored: StoredPlan = {
    plan: run.plan,
    outside: Object.fromEntries(run.outside),
    options: run.options,
  };
  const { rows } = await tx.query<{ number: number }>(
    `insert into runs (id, workspace_id, document_id, version_id, number, status, plan, remaining, started_by, state_vector)
     select $1, $2, $3::uuid, $4, coalesce(max(number), 0) + 1, 'running', $5, $6, $7, $8
     from runs where document_id = $3::uuid returning number`,
    [
      run.runId,
      run.workspaceId,
      documentId,
      versionId,
      JSON.stringify(stored),
      run.plan.steps.length,
      run.startedBy ?? null,
      run.stateVector === undefined ? null : Buffer.from(run.stateVector),
    ],
  );
  await insertSteps(tx, run, stored);
  await touchResults(tx, run);
  await deps.probe('start:inserted');
  deps.plans.put(run.runId, stored);
  const locked = (await lockRun(tx, deps.plans, run.runId))!;
  const cached = run.forecast.filter((step) => step.will === 'cached').length;
  locked.remaining -= cached;
  locked.events.push({ type: 'run:started', data: { steps: run.plan.steps.length, cached } });
  for (const [i, step] of run.forecast.entries())
    if (step.will === 'cached')
      locked.events.push({
        type: 'step:cached',
        nodeId: run.plan.steps[i]!.nodeId,
        data: step.result as never,
      });
  // Steps with known inputs and no result: the very first ones to be ready.
  const candidates = run.forecast.flatMap((step, i) => (step.will === 'run' ? [i] : []));
  const ready = await settle(tx, { run: locked, candidates, slots: deps.slots() });
  await deps.delivery.enqueue(tx, toJobs(locked, ready));
  await sealRun(tx, locked);
  await deps.probe('start:before-end');
  return { number: rows[0]!.number };
}

/** Equal content is the same version; the document's row is locked, so numbers are given one at a time. */
async function recordVersion(tx: Tx, { workspaceId, ref, content, plan }: NewRun) {
  const document = await tx.query<{ id: string }>(
    `insert into documents (id, workspace_id, ref, title) values (gen_random_uuid(), $1, $2, $3)
     on conflict (workspace_id, ref) do update set title = excluded.title, updated_at = now() returning id`,
    [workspaceId, ref, plan.title],
  );
  const documentId = document.rows[0]!.id;
  const version = await tx.query<{ id: string }>(
    `insert into versions (id, workspace_id, document_id, number, hash, content)
     select gen_random_uuid(), $1, $2::uuid, coalesce(max(number), 0) + 1, $3, $4 from versions where document_id = $2::uuid
     on conflict (document_id, hash) do update set hash = excluded.hash returning id`,
    [workspaceId, documentId, sha256(canonicalJson(content)), JSON.stringify(content)],
  );
  return { documentId, versionId: version.rows[0]!.id };
}

/** Garbage collection asks when a result was last used. */
async function touchResults(tx: Tx, { workspaceId, forecast }: NewRun): Promise<void> {
  const keys = forecast.flatMap((step) => (step.will === 'cached' ? [step.key] : []));
  if (keys.length > 0)
    await tx.query('update results set used_at = now() where workspace_id = $1 and key = any($2)', [
      workspaceId,
      keys,
    ]);
}

async function insertSteps(tx: Tx, run: NewRun, stored: StoredPlan): Promise<void> {
  const refOf = (from: number, port: string): ArtifactRef => {
    const parent = run.forecast[from]!;
    if (parent.will !== 'cached') throw new Error('a cached step has a parent that is not');
    return parent.result.outputs[port]!;
  };
  const rows = run.plan.steps.map((step, index) => {
    const will = run.forecast[index]!;
    const cached =
      will.will === 'cached'
        ? {
            ...will.result,
            key: will.key,
            parts: will.parts,
            inputs: stepInputs(stored, step, { index, refOf }).inputs,
          }
        : {};
    return {
      index,
      nodeId: step.nodeId,
      type: step.type,
      version: step.version,
      queue: queueName(step.resources.queue, run.options.label),
      status: will.will === 'cached' ? 'cached' : 'pending',
      maxTries: step.limits.attempts,
      force: run.forced.has(index) || step.purity === 'effect',
      ...cached,
    };
  });
  await tx.query(
    `insert into steps (workspace_id, run_id, index, node_id, type, version, queue, status, max_tries, force,
       key, key_parts, inputs, outputs, metrics, warnings, finished_at)
     select $1, $2, index, "nodeId", type, version, queue, status, "maxTries", force,
       key, parts, inputs, outputs, metrics, coalesce(warnings, 0), case when status = 'cached' then now() end
     from jsonb_to_recordset($3::jsonb) as s(index int, "nodeId" text, type text, version int, queue text, status text,
       "maxTries" int, force bool, key text, parts jsonb, inputs jsonb, outputs jsonb, metrics jsonb, warnings int)`,
    [run.workspaceId, run.runId, JSON.stringify(rows)],
  );
}

import { predict, type Forecast } from '../compile/predict.ts';
import type { Plan } from '../compile/plan.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import { queueName } from '../queue/queues.ts';
import { findResults, type ResultRecord } from '../store/results.ts';
import type { Tx } from '../store/tx.ts';
import type { CommitDeps } from './commit.ts';
import { hashKey, sha256 } from './hash.ts';
import {
  freeze,
  sealRun,
  type FrozenPlan,
  type LockedRun,
  type RunOptions,
  type StoredPlan,
} from './lockedRun.ts';
import { endWithoutAttempt, settle, stepInputs, toJobs } from './settle.ts';
import { canonicalJson } from '../graph/index.ts';
import type { Actor } from '../observe/actor.ts';

export interface ForecastDeps {
  readonly db: Tx;
  readonly workspaceId: string;
}

/** What would happen if the plan ran now; see `predict`. */
export async function foresee(
  { db, workspaceId }: ForecastDeps,
  { plan, outside, forced }: Pick<Forecasted, 'plan' | 'outside' | 'forced'>,
): Promise<Forecast<ResultRecord>> {
  return await predict<ResultRecord>(plan, {
    hashKey,
    hashOf: (result, port) => result.outputs[port]?.hash ?? '',
    outside,
    forced,
    lookup: async (keys) => await findResults(db, workspaceId, keys),
  });
}

/** A prepared run with what was found out before its transaction: files were hashed, results were looked up. */
export interface Forecasted {
  readonly plan: Plan;
  readonly forecast: Forecast<ResultRecord>;
  readonly outside: ReadonlyMap<number, string>;
  readonly forced: ReadonlySet<number>;
}

export interface NewRun extends Forecasted {
  readonly runId: string;
  readonly workspaceId: string;
  readonly actor: Actor;
  /** Names the document across runs. */
  readonly ref: string;
  readonly stateVector?: Uint8Array;
  readonly content: unknown;
  readonly options: RunOptions;
}

/** The id names a run already, and not one of this document. */
export class RunIdTaken extends Error {
  override name = 'RunIdTaken';
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
 * Starts a run in the caller's transaction: document version, run, every step in its first state, jobs for those that
 * are ready. Steps whose results exist are cached from the beginning.
 *
 * Once for each id: whoever comes second, even in the same instant, gets the run of whoever came first.
 *
 * @throws RunIdTaken when the id is that of another document's run, or another workspace's: roll back
 * @throws HookFailed when a hook refuses it: roll back
 */
export async function startRun(tx: Tx, deps: CommitDeps, run: NewRun): Promise<{ number: number }> {
  const existing = await startedBefore(tx, run);
  if (existing !== null) return { number: existing };
  const { documentId, versionId } = await recordVersion(tx, run);
  const stored: StoredPlan = {
    plan: run.plan,
    outside: Object.fromEntries(run.outside),
    options: run.options,
  };
  const number = await insertRun(tx, run, { documentId, versionId, stored });
  if (number === null) {
    // Both looked before either inserted; this insert waited for the other's commit.
    const first = await startedBefore(tx, run);
    if (first === null) throw new RunIdTaken(`run id ${run.runId} is taken`);
    return { number: first };
  }
  await insertSteps(tx, run, stored);
  await touchResults(tx, run);
  await deps.probe('start:inserted');
  const locked = newRun(run, { documentId, number, frozen: freeze(stored) });
  for (const [i, step] of run.forecast.entries()) {
    if (step.will !== 'cached') continue;
    const { key, result } = step;
    locked.events.push({ type: 'step:cached', nodeId: run.plan.steps[i]!.nodeId, data: result as never });
    locked.ends.push(endWithoutAttempt(locked, i, { status: 'cached', key, metrics: result.metrics }));
  }
  // Steps with known inputs and no result: the very first ones to be ready.
  const candidates = run.forecast.flatMap((step, i) => (step.will === 'run' ? [i] : []));
  const ready = await settle(tx, { run: locked, candidates, slots: deps.slots() });
  await deps.delivery.enqueue(tx, toJobs(locked, ready));
  await sealRun(tx, deps, locked);
  await deps.probe('start:before-end');
  return { number };
}

/** Null when the id is taken. */
async function insertRun(
  tx: Tx,
  run: NewRun,
  { documentId, versionId, stored }: { documentId: string; versionId: string; stored: StoredPlan },
): Promise<number | null> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into runs (id, workspace_id, document_id, version_id, number, status, plan, remaining, actor, state_vector)
     select $1, $2, $3::uuid, $4, coalesce(max(number), 0) + 1, 'running', $5, $6, $7, $8
     from runs where document_id = $3::uuid
     on conflict (id) do nothing returning number`,
    [
      run.runId,
      run.workspaceId,
      documentId,
      versionId,
      JSON.stringify(stored),
      run.plan.steps.length,
      JSON.stringify(run.actor),
      run.stateVector === undefined ? null : Buffer.from(run.stateVector),
    ],
  );
  return rows[0]?.number ?? null;
}

/**
 * The row is this transaction's own, so it is held.
 */
function newRun(
  { runId, workspaceId, actor, plan, forecast }: NewRun,
  { documentId, number, frozen }: { documentId: string; number: number; frozen: FrozenPlan },
): LockedRun {
  const cached = forecast.filter((step) => step.will === 'cached').length;
  const started = { steps: plan.steps.length, cached };
  return {
    id: runId,
    workspaceId,
    documentId,
    number,
    actor,
    frozen,
    priorStatus: 'running',
    status: 'running',
    remaining: plan.steps.length - cached,
    eventSeq: 0n,
    events: [{ type: 'run:started', data: started }],
    started,
    ends: [],
    publications: [],
  };
}

/** What tells one version of a document from another. */
export const versionHash = (content: unknown): string => sha256(canonicalJson(content));

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
    [workspaceId, documentId, versionHash(content), JSON.stringify(content)],
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

import type { ArtifactRef } from '../node/artifact.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { Json, Text } from '../graph/index.ts';
import type { Tx } from '../store/tx.ts';
import type { Actor } from '../observe/actor.ts';
import { MOVES, type MoveType } from '../observe/events.ts';
import type { PlanCache } from './lockedRun.ts';
import { waitingText, type WaitingReason } from '../observe/waiting.ts';
import {
  hasOutputs,
  shownRunStatus,
  shownStepStatus,
  type RunStatus,
  type ShownRunStatus,
  type ShownStepStatus,
  type StepStatus,
} from '../observe/statuses.ts';
import { whyWaiting } from '../observe/whyWaiting.ts';

/** A run as people and programs see it. */
export interface RunView {
  readonly runId: string;
  readonly number: number;
  readonly title: string;
  readonly ref: string;
  readonly status: ShownRunStatus;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** Null for runs that code before actors inserted. */
  readonly startedBy: Actor | null;
  /** What people did to it, oldest first: started, paused, resumed, cancelled, retried, answered. */
  readonly moves: readonly RunMove[];
  /** Number of the last event that this view includes: whoever goes on from it misses nothing and repeats nothing. */
  readonly lastSeq: number;
  readonly steps: readonly StepView[];
}

/** Who did what to a run, and when. */
export interface RunMove {
  readonly type: MoveType;
  readonly at: string;
  /** The gate that was answered; null for moves of the whole run. */
  readonly nodeId: string | null;
  readonly actor: Actor | null;
}

export interface StepView {
  readonly nodeId: string;
  readonly type: string;
  readonly status: ShownStepStatus;
  readonly key: string | null;
  readonly attempts: number;
  /** Wall time from the first attempt to the end, in milliseconds; null when it never ran. */
  readonly ms: number | null;
  readonly outputs: Readonly<
    Record<string, Pick<ArtifactRef, 'hash' | 'kind' | 'bytes'> & { readonly rows: number | null }>
  >;
  readonly metrics: Readonly<Record<string, number>>;
  readonly warnings: number;
  readonly error: ErrorRecord | null;
  /** Why it does not run now, in words and for programs, and since when. */
  readonly waiting: { readonly reason: Text; readonly cause: WaitingReason; readonly since: string } | null;
  readonly question: Json | null;
}

interface StepRow {
  index: number;
  shard: number;
  node_id: string;
  type: string;
  status: StepStatus;
  key: string | null;
  attempt: number;
  ms: number | null;
  outputs: Record<string, ArtifactRef> | null;
  metrics: Record<string, number> | null;
  warnings: number;
  error: ErrorRecord | null;
  queue: string;
  not_before: Date | null;
  since: Date;
  question: Json | null;
}

/** Null when the workspace has no such run. `db` is a snapshot: several statements read one moment. */
export async function viewRun(
  db: Tx,
  plans: PlanCache,
  { workspaceId, runId }: { workspaceId: string; runId: string },
): Promise<RunView | null> {
  const head = await db.query<{
    number: number;
    status: RunStatus;
    ref: string;
    title: string;
    created_at: Date;
    finished_at: Date | null;
    event_seq: string;
    actor: Actor | null;
    now: Date;
  }>(
    `select r.number, r.status, d.ref, d.title, r.created_at, r.finished_at, r.event_seq::text, r.actor, now() from runs r join documents d on d.id = r.document_id
     where r.id = $1 and r.workspace_id = $2`,
    [runId, workspaceId],
  );
  const run = head.rows[0];
  if (run === undefined) return null;
  const { rows } = await db.query<StepRow>(
    `select index, shard, node_id, type, status, key, attempt, outputs, metrics, warnings, error, queue, not_before, since, question,
       (extract(epoch from coalesce(finished_at, now()) - started_at) * 1000)::int as ms
     from steps where run_id = $1 order by index, shard`,
    [runId],
  );
  const { plan } = await plans.get(db, runId);
  const proper = rows.filter((row) => row.shard < 0);
  const workers = proper.every((row) => row.status !== 'ready')
    ? new Map<string, Serving>()
    : await servingWorkers(db);
  const statuses = new Map(proper.map((row) => [row.index, row.status]));
  const steps = proper.map((row): StepView => {
    const shards = rows.filter((other) => other.index === row.index && other.shard >= 0);
    const cause = whyWaiting({
      status: row.status,
      runPaused: run.status === 'paused',
      upstream: plan.steps[row.index]!.parents.filter((p) => !hasOutputs(statuses.get(p)!)).map(
        (p) => plan.steps[p]!.nodeId,
      ),
      queue: row.queue,
      notBefore: row.not_before,
      now: run.now,
      lastError: row.error?.message ?? null,
      shards: { done: shards.filter((shard) => shard.status === 'succeeded').length, total: shards.length },
      workers: workers.get(row.queue) ?? { count: 0, slots: 0, busy: 0 },
    });
    const live = row.status !== 'failed' && row.status !== 'cancelled';
    return {
      nodeId: row.node_id,
      type: row.type,
      status: shownStepStatus(
        row.status,
        shards.some((shard) => shard.status === 'running'),
      ),
      key: row.key,
      attempts: row.attempt,
      ms: row.ms,
      outputs: Object.fromEntries(
        Object.entries(row.outputs ?? {}).map(([port, { hash, kind, bytes, rows: count }]) => [
          port,
          { hash, kind, bytes, rows: count ?? null },
        ]),
      ),
      metrics: row.metrics ?? {},
      warnings: row.warnings,
      error: live && row.status !== 'ready' ? null : row.error,
      waiting: cause === null ? null : { reason: waitingText(cause), cause, since: row.since.toISOString() },
      question: row.status === 'asking' ? row.question : null,
    };
  });
  return {
    runId,
    number: run.number,
    title: run.title,
    ref: run.ref,
    status: shownRunStatus(
      run.status,
      proper.map((step) => step.status),
    ),
    createdAt: run.created_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
    startedBy: run.actor,
    moves: await readMoves(db, { workspaceId, runId }),
    lastSeq: Number(run.event_seq),
    steps,
  };
}

/** What people did to the run, oldest first. Served by a partial index that lists the same types. */
export async function readMoves(
  db: Pick<Tx, 'query'>,
  { workspaceId, runId }: { workspaceId: string; runId: string },
): Promise<RunMove[]> {
  const types = MOVES.map((type) => `'${type}'`).join(', ');
  const { rows } = await db.query<{ type: MoveType; at: Date; node_id: string | null; actor: Actor | null }>(
    `select type, at, node_id, actor from events where run_id = $1 and workspace_id = $2 and type in (${types})
     order by seq`,
    [runId, workspaceId],
  );
  return rows.map(({ type, at, node_id, actor }) => ({ type, at: at.toISOString(), nodeId: node_id, actor }));
}

interface Serving {
  readonly count: number;
  readonly slots: number;
  readonly busy: number;
}

async function servingWorkers(db: Tx): Promise<Map<string, Serving>> {
  const { rows } = await db.query<Serving & { queue: string }>(
    `select q as queue, count(*)::int as count, sum(slots)::int as slots, sum(busy)::int as busy
     from workers, unnest(queues) q where state = 'active' and heartbeat_at > now() - interval '15 seconds' group by q`,
  );
  return new Map(rows.map(({ queue, ...serving }) => [queue, serving]));
}

export interface RunSummary {
  readonly runId: string;
  readonly number: number;
  readonly ref: string;
  readonly title: string;
  readonly status: RunStatus;
  readonly steps: number;
  readonly createdAt: string;
  readonly ms: number;
}

/** Newest first. */
export async function listRuns(
  db: Tx,
  { workspaceId, limit, ref }: { workspaceId: string; limit: number; ref?: string },
): Promise<RunSummary[]> {
  const { rows } = await db.query<{
    id: string;
    number: number;
    ref: string;
    title: string;
    status: RunStatus;
    steps: number;
    created_at: Date;
    ms: number;
  }>(
    `select r.id, r.number, d.ref, d.title, r.status, jsonb_array_length(r.plan->'plan'->'steps') as steps, r.created_at,
       (extract(epoch from coalesce(r.finished_at, now()) - r.created_at) * 1000)::int as ms
     from runs r join documents d on d.id = r.document_id
     where r.workspace_id = $1 and ($3::text is null or d.ref = $3) order by r.created_at desc, r.id desc limit $2`,
    [workspaceId, limit, ref ?? null],
  );
  return rows.map(({ id, created_at, ...row }) => ({
    runId: id,
    createdAt: created_at.toISOString(),
    ...row,
  }));
}

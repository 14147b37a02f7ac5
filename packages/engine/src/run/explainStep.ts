import type { KeyParts } from '../compile/keyParts.ts';
import type { Change } from '../compile/whyRun.ts';
import type { Text } from '../graph/index.ts';
import type { Tx } from '../store/tx.ts';
import { whyExecuted } from './explain.ts';
import type { PlanCache } from './lockedRun.ts';
import type { StepReason } from '../compile/reasons.ts';
import { reasonText } from '../compile/sentences.ts';
import type { ShownStepStatus } from '../observe/statuses.ts';
import { waitingText, type WaitingReason } from '../observe/waiting.ts';
import { viewRun } from './view.ts';

/** Why a step of a run is what it is. */
export interface StepAccount {
  readonly nodeId: string;
  readonly type: string;
  readonly status: ShownStepStatus;
  /** Null only for a step that was cancelled before its inputs were known. */
  readonly reason: StepReason | WaitingReason | null;
  readonly why: Text;
  /** What differs from the run of this document before, as far as it had the node. */
  readonly changes: readonly Change[];
  readonly key: string | null;
  /** The run that executed it, when this one did not have to. */
  readonly cachedFrom: {
    readonly runId: string;
    readonly number: number;
    readonly documentId: string;
  } | null;
}

interface StepRow {
  index: number;
  document_id: string;
  number: number;
  key: string | null;
  key_parts: KeyParts | null;
  force: boolean;
}

/** `db` is a snapshot. Null when the workspace has no such run, or the run no such step. */
export async function explainStep(
  db: Tx,
  plans: PlanCache,
  { workspaceId, runId, nodeId }: { workspaceId: string; runId: string; nodeId: string },
): Promise<StepAccount | null> {
  const view = await viewRun(db, plans, { workspaceId, runId });
  const step = view?.steps.find((one) => one.nodeId === nodeId);
  if (view === null || step === undefined) return null;
  const { rows } = await db.query<StepRow>(
    `select s.index, r.document_id, r.number, s.key, s.key_parts, s.force
     from steps s join runs r on r.id = s.run_id where s.run_id = $1 and s.node_id = $2 and s.shard = -1`,
    [runId, nodeId],
  );
  const row = rows[0]!;
  const base = { nodeId, type: step.type, status: step.status, key: row.key, changes: [], cachedFrom: null };
  const told = (reason: StepReason) => ({
    ...base,
    reason,
    why: reasonText(reason),
    changes: reason.because === 'changed' ? reason.changes : [],
  });
  if (step.waiting !== null)
    return { ...base, reason: step.waiting.cause, why: waitingText(step.waiting.cause) };
  switch (step.status) {
    case 'cached':
      return {
        ...told({ because: 'result' }),
        cachedFrom: row.key === null ? null : await executedBy(db, workspaceId, row.key),
      };
    case 'skipped':
      return told({ because: 'skipped', of: await skippedFor(db, runId, nodeId) });
    default: {
      if (row.key_parts === null)
        return { ...base, reason: null, why: { en: 'it was not reached', zh: '尚未执行到此步骤' } };
      const { plan } = await plans.get(db, runId);
      const before = await partsBefore(db, row, nodeId);
      return told(whyExecuted(plan.steps[row.index]!, { forced: row.force, before, now: row.key_parts }));
    }
  }
}

async function partsBefore(
  db: Tx,
  { document_id, number }: StepRow,
  nodeId: string,
): Promise<KeyParts | undefined> {
  const { rows } = await db.query<{ key_parts: KeyParts }>(
    `select s.key_parts from runs r join steps s on s.run_id = r.id
     where r.document_id = $1 and r.number < $2 and s.node_id = $3 and s.shard = -1 and s.key_parts is not null
     order by r.number desc limit 1`,
    [document_id, number, nodeId],
  );
  return rows[0]?.key_parts;
}

/**
 * A result and the end of the step that made it are written in one transaction, so the run is among those that were
 * under way at that moment: no index over all steps by key is needed.
 */
async function executedBy(db: Tx, workspaceId: string, key: string): Promise<StepAccount['cachedFrom']> {
  const { rows } = await db.query<{ runId: string; number: number; documentId: string }>(
    `select r.id as "runId", r.number, r.document_id as "documentId"
     from results k join runs r on r.workspace_id = k.workspace_id and r.created_at <= k.created_at
       and (r.finished_at is null or r.finished_at >= k.created_at)
     join steps s on s.run_id = r.id and s.shard = -1 and s.key = k.key and s.status = 'succeeded'
     where k.workspace_id = $1 and k.key = $2 order by s.finished_at limit 1`,
    [workspaceId, key],
  );
  return rows[0] ?? null;
}

async function skippedFor(db: Tx, runId: string, nodeId: string): Promise<string> {
  const { rows } = await db.query<{ because: string }>(
    `select data->>'because' as because from events
     where run_id = $1 and node_id = $2 and type = 'step:skipped' order by seq desc limit 1`,
    [runId, nodeId],
  );
  return rows[0]?.because ?? '';
}

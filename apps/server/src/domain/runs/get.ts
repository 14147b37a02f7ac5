import type { Tx } from '@weft/db';
import type { Engine, RunView } from '@weft/engine';
import type { Plan } from '@weft/engine/compile';
import type { Json } from '@weft/engine/graph';
import { WeftError } from '../../errors.ts';
import type { Starter } from './items.ts';

/** What a step was made of: params parsed, as in the frozen plan, and the nodes it read from. */
export interface StepPlan {
  readonly type: string;
  readonly version: number;
  readonly params: Readonly<Record<string, Json>>;
  readonly parents: readonly string[];
}

export interface RunDetail extends RunView {
  readonly documentId: string;
  readonly startedBy: Starter | null;
  readonly versionNumber: number;
  /** By node id. */
  readonly params: Readonly<Record<string, StepPlan>>;
}

/** A run as it stands; `lastSeq` is the event to go on from. @throws WeftError not_found */
export async function getRun(
  { engine, tenant }: { engine: Engine; tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T> },
  { workspaceId, runId }: { workspaceId: string; runId: string },
): Promise<RunDetail> {
  const view = await engine.view(runId);
  // Nothing of this changes while a run goes on, so it need not be of the same moment.
  const { rows } = await tenant(
    async (tx) =>
      await tx.query<{
        document_id: string;
        version: number;
        user_id: string | null;
        name: string;
        plan: Plan;
      }>(
        `select r.document_id, v.number as version, r.started_by as user_id, coalesce(u.name, '') as name,
           r.plan->'plan' as plan
         from runs r join versions v on v.id = r.version_id left join users u on u.id = r.started_by
         where r.id = $1 and r.workspace_id = $2`,
        [runId, workspaceId],
      ),
  );
  const row = rows[0];
  if (view === null || row === undefined) throw new WeftError('not_found');
  return {
    ...view,
    documentId: row.document_id,
    startedBy: row.user_id === null ? null : { userId: row.user_id, name: row.name },
    versionNumber: row.version,
    params: Object.fromEntries(
      row.plan.steps.map(({ nodeId, type, version, params, parents }) => [
        nodeId,
        { type, version, params, parents: parents.map((parent) => row.plan.steps[parent]!.nodeId) },
      ]),
    ),
  };
}

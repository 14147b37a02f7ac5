import type { Forecast } from '../compile/predict.ts';
import type { KeyParts } from '../compile/keyParts.ts';
import type { Plan, PlanStep } from '../compile/plan.ts';
import { changes, type Change } from '../compile/whyRun.ts';
import type { Text } from '../graph/index.ts';
import type { ResultRecord } from '../store/results.ts';
import type { Tx } from '../store/tx.ts';
import type { StepReason } from '../compile/reasons.ts';
import { reasonText } from '../compile/sentences.ts';

export interface StepExplanation {
  readonly nodeId: string;
  readonly type: string;
  readonly will: 'cached' | 'run' | 'follows';
  readonly reason: StepReason;
  /** The reason in words. */
  readonly why: Text;
  /** What differs from the last run of this document that had the node. */
  readonly changes: readonly Change[];
  readonly key: string | null;
}

/** The last key parts of each node of the document, from any of its runs. */
export async function lastParts(
  db: Tx,
  { workspaceId, ref }: { workspaceId: string; ref: string },
): Promise<Map<string, KeyParts>> {
  const { rows } = await db.query<{ node_id: string; key_parts: KeyParts }>(
    `select distinct on (s.node_id) s.node_id, s.key_parts
     from steps s join runs r on r.id = s.run_id join documents d on d.id = r.document_id
     where d.workspace_id = $1 and d.ref = $2 and s.shard = -1 and s.key_parts is not null
     order by s.node_id, r.number desc`,
    [workspaceId, ref],
  );
  return new Map(rows.map((row) => [row.node_id, row.key_parts]));
}

/** Forecast + history → what will happen to each step and why. Pure. */
export function explain(
  plan: Plan,
  forecast: Forecast<ResultRecord>,
  history: ReadonlyMap<string, KeyParts>,
): StepExplanation[] {
  return forecast.map((step, i): StepExplanation => {
    const planned = plan.steps[i]!;
    const { nodeId, type } = planned;
    const told = (reason: StepReason) => ({
      nodeId,
      type,
      will: step.will,
      reason,
      why: reasonText(reason),
      changes: reason.because === 'changed' ? reason.changes : [],
      key: step.will === 'follows' ? null : step.key,
    });
    switch (step.will) {
      case 'cached':
        return told({ because: 'result' });
      case 'follows':
        return told({ because: 'follows', upstream: step.upstream.map((p) => plan.steps[p]!.nodeId) });
      case 'run':
        return told(
          whyExecuted(planned, { forced: step.forced, before: history.get(nodeId), now: step.parts }),
        );
    }
  });
}

/** Why a step whose inputs are known is executed and not served. `before` are the parts of its last key here. */
export function whyExecuted(
  { purity }: Pick<PlanStep, 'purity'>,
  { forced, before, now }: { forced: boolean; before: KeyParts | undefined; now: KeyParts },
): StepReason {
  if (forced) return { because: 'forced' };
  if (purity === 'effect') return { because: 'effect' };
  if (before === undefined) return { because: 'first' };
  const found = changes(before, now);
  return found.length === 0 ? { because: 'gone' } : { because: 'changed', changes: found };
}

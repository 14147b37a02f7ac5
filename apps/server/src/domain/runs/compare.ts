import type { Tx } from '@weft/db';
import {
  changes,
  KEY_VERSION,
  type Change,
  type KeyParts,
  type Plan,
  type PlanStep,
} from '@weft/engine/compile';
import { WeftError } from '../../errors.ts';

type Two<T> = readonly [T | null, T | null];

/** One node in two runs: first the run that was asked for, then the other. Null where a run has not got it. */
export interface ComparedNode {
  readonly nodeId: string;
  readonly metrics: Readonly<Record<string, Two<number>>>;
  /** Hashes of outputs, by port. */
  readonly outputs: Readonly<Record<string, Two<string>>>;
  /** What was set otherwise: from the other run to this one. */
  readonly params: readonly Change[];
}

interface Side {
  readonly plan: Plan;
  readonly steps: ReadonlyMap<
    string,
    { readonly metrics: Record<string, number>; readonly outputs: Record<string, { hash: string }> }
  >;
}

/** Both runs are of the workspace, of one document or of two. @throws WeftError not_found */
export async function compareRuns(
  tx: Tx,
  { workspaceId, runId, otherRunId }: { workspaceId: string; runId: string; otherRunId: string },
): Promise<ComparedNode[]> {
  const [one, other] = [await readSide(tx, workspaceId, runId), await readSide(tx, workspaceId, otherRunId)];
  const [planned, before] = [byNode(one.plan), byNode(other.plan)];
  return [...new Set([...planned.keys(), ...before.keys()])].map((nodeId) => {
    const [a, b] = [one.steps.get(nodeId), other.steps.get(nodeId)];
    const hash = (ref: { hash: string }) => ref.hash;
    const [now, then] = [planned.get(nodeId), before.get(nodeId)];
    return {
      nodeId,
      metrics: pairs(a?.metrics, b?.metrics, (value) => value),
      outputs: pairs(a?.outputs, b?.outputs, hash),
      params:
        now === undefined || then === undefined
          ? []
          : changes(settings(other.plan, then), settings(one.plan, now)),
    };
  });
}

const byNode = (plan: Plan) => new Map(plan.steps.map((step) => [step.nodeId, step]));

/** What people set, as in a key but for the inputs: those differ whenever anything above does. */
const settings = (plan: Plan, { type, version, params, purity }: PlanStep): KeyParts => ({
  keyVersion: KEY_VERSION,
  type,
  version,
  params,
  inputs: {},
  ...(purity === 'pure' ? {} : { seed: plan.seed }),
});

function pairs<V, T>(
  a: Readonly<Record<string, V>> | undefined,
  b: Readonly<Record<string, V>> | undefined,
  value: (given: V) => T,
): Record<string, Two<T>> {
  const of = (side: Readonly<Record<string, V>> | undefined, name: string) =>
    side !== undefined && Object.hasOwn(side, name) ? value(side[name]!) : null;
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return Object.fromEntries(names.map((name) => [name, [of(a, name), of(b, name)] as const]));
}

async function readSide(tx: Tx, workspaceId: string, runId: string): Promise<Side> {
  const run = await tx.query<{ plan: Plan }>(
    `select plan->'plan' as plan from runs where id = $1 and workspace_id = $2`,
    [runId, workspaceId],
  );
  if (run.rows[0] === undefined) throw new WeftError('not_found');
  const { rows } = await tx.query<{
    node_id: string;
    metrics: Record<string, number> | null;
    outputs: Record<string, { hash: string }> | null;
  }>('select node_id, metrics, outputs from steps where run_id = $1 and workspace_id = $2 and shard = -1', [
    runId,
    workspaceId,
  ]);
  return {
    plan: run.rows[0].plan,
    steps: new Map(
      rows.map((row) => [row.node_id, { metrics: row.metrics ?? {}, outputs: row.outputs ?? {} }]),
    ),
  };
}

import type { Tx } from '@weft/db';

export interface Estimated {
  readonly nodeId: string;
  readonly type: string;
}

/** How many of the last times count, so that one slow run does not colour the estimate for long. */
const LAST = 5;
/** Runs of the document that are looked through for them. */
const RUNS = 30;

/**
 * How long each step took before, in milliseconds: the median of the last times that this node was executed in this document,
 * else of the last times anything of its type was in this workspace. Steps of which nothing is known are left out.
 */
export async function estimate(
  tx: Tx,
  {
    workspaceId,
    documentId,
    steps,
  }: { workspaceId: string; documentId: string; steps: readonly Estimated[] },
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (steps.length === 0) return found;
  const own = await tx.query<{ node_id: string; type: string; ms: number[] }>(
    `with recent as (
       select id, number from runs where workspace_id = $1 and document_id = $2 order by number desc limit ${RUNS}),
     timed as (
       select s.node_id, s.type, k.duration_ms, row_number() over (partition by s.node_id, s.type order by r.number desc) as n
       from recent r join steps s on s.run_id = r.id and s.shard = -1 and s.status = 'succeeded' and s.node_id = any($3)
       join results k on k.workspace_id = $1 and k.key = s.key)
     select node_id, type, array_agg(duration_ms) as ms from timed where n <= ${LAST} group by node_id, type`,
    [workspaceId, documentId, steps.map(({ nodeId }) => nodeId)],
  );
  const byNode = new Map(own.rows.map((row) => [`${row.node_id} ${row.type}`, row.ms]));
  const rest = [];
  for (const step of steps) {
    const times = byNode.get(`${step.nodeId} ${step.type}`);
    if (times === undefined) rest.push(step);
    else found.set(step.nodeId, median(times));
  }
  if (rest.length === 0) return found;
  const others = await tx.query<{ type: string; ms: number[] }>(
    `select t.type, array(select duration_ms from results where workspace_id = $1 and type = t.type
                          order by created_at desc limit ${LAST}) as ms
     from unnest($2::text[]) as t(type)`,
    [workspaceId, [...new Set(rest.map(({ type }) => type))]],
  );
  const byType = new Map(others.rows.map((row) => [row.type, row.ms]));
  for (const { nodeId, type } of rest) {
    const times = byType.get(type) ?? [];
    if (times.length > 0) found.set(nodeId, median(times));
  }
  return found;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}

export interface TimedStep {
  readonly executes: boolean;
  readonly ms: number | null;
  /** Indices of earlier steps. */
  readonly parents: readonly number[];
}

/**
 * How long the slowest chain of steps takes, when nothing waits for a slot: a lower bound that is close on a machine with room.
 * Steps of which nothing is known count as nothing; null when nothing is known of any.
 */
export function criticalPath(steps: readonly TimedStep[]): number | null {
  const executing = steps.filter(({ executes }) => executes);
  if (executing.length > 0 && executing.every(({ ms }) => ms === null)) return null;
  const ends: number[] = [];
  for (const { executes, ms, parents } of steps) {
    const ready = parents.reduce((latest, parent) => Math.max(latest, ends[parent]!), 0);
    ends.push(ready + (executes ? (ms ?? 0) : 0));
  }
  return ends.reduce((most, end) => Math.max(most, end), 0);
}

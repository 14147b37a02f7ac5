import type { Tx } from '@weft/db';
import { MOVING, type Actor, type ShownRunStatus } from '@weft/engine/observe';
import { nameActors, type Who } from '../actors/nameActors.ts';

/** A run in a list, and in what `watch` tells. */
export interface RunItem {
  readonly runId: string;
  readonly number: number;
  readonly documentId: string;
  readonly title: string;
  readonly status: ShownRunStatus;
  readonly steps: number;
  /** Steps that were executed to an end. */
  readonly executed: number;
  readonly cached: number;
  readonly createdAt: string;
  /** Up to now, or to its end. */
  readonly ms: number;
  readonly startedBy: Who | null;
}

export interface RunItemRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly number: number;
  readonly document_id: string;
  readonly title: string;
  readonly status: RunItem['status'];
  readonly steps: number;
  readonly executed: number;
  readonly cached: number;
  readonly created_at: Date;
  readonly ms: number;
  readonly actor: Actor | null;
}

type NamedRow = RunItemRow & Pick<RunItem, 'startedBy'>;

/** `runs r` with what an item needs as `i`. Deleted documents and their runs are not listed. */
const FROM = `
  from runs r
  join documents d on d.id = r.document_id and d.workspace_id = r.workspace_id and d.deleted_at is null
  cross join lateral (
    select count(*)::int as steps,
      count(*) filter (where status in ('succeeded', 'failed'))::int as executed,
      count(*) filter (where status = 'cached')::int as cached,
      case when r.status = 'running' and bool_or(status = 'asking')
        and not bool_or(status in (${MOVING.map((status) => `'${status}'`).join(', ')})) then 'waiting' else r.status end as status
    from steps where run_id = r.id and shard = -1
  ) i`;

/** Runs whose rows satisfy `where`, a condition over `r` (the run) and `i.status`. */
export async function readItems(
  tx: Pick<Tx, 'query'>,
  where: string,
  values: readonly unknown[],
): Promise<NamedRow[]> {
  const { rows } = await tx.query<RunItemRow>(
    `select r.id, r.workspace_id, r.number, r.document_id, d.title, i.status, i.steps, i.executed, i.cached, r.created_at,
       (extract(epoch from coalesce(r.finished_at, now()) - r.created_at) * 1000)::float8 as ms, r.actor
     ${FROM} where ${where}`,
    [...values],
  );
  const named = await nameActors(
    tx,
    rows.map(({ actor }) => actor),
  );
  return rows.map((row) => ({ ...row, startedBy: row.actor && named(row.actor) }));
}

export const toItem = (row: NamedRow): RunItem => ({
  runId: row.id,
  number: row.number,
  documentId: row.document_id,
  title: row.title,
  status: row.status,
  steps: row.steps,
  executed: row.executed,
  cached: row.cached,
  createdAt: row.created_at.toISOString(),
  ms: Math.max(0, Math.round(row.ms)),
  startedBy: row.startedBy,
});

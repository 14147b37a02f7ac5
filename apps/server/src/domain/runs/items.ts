import type { Tx } from '@weft/db';
import { MOVES, type ShownRunStatus } from '@weft/engine/observe';

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
  readonly startedBy: Starter | null;
  readonly origin: 'studio' | 'command line';
}

export interface Starter {
  readonly userId: string;
  readonly name: string;
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
  readonly started_by: string | null;
  readonly starter: string | null;
  readonly studio: boolean;
}

/** `runs r` with what an item needs as `i`. Deleted documents and their runs are not listed. */
const FROM = `
  from runs r
  join documents d on d.id = r.document_id and d.workspace_id = r.workspace_id and d.deleted_at is null
  left join users u on u.id = r.started_by
  cross join lateral (
    select count(*)::int as steps,
      count(*) filter (where status in ('succeeded', 'failed'))::int as executed,
      count(*) filter (where status = 'cached')::int as cached,
      case when r.status = 'running' and bool_or(status = 'asking')
        and not bool_or(status in (${MOVES.map((status) => `'${status}'`).join(', ')})) then 'waiting' else r.status end as status
    from steps where run_id = r.id and shard = -1
  ) i`;

/** Runs whose rows satisfy `where`, a condition over `r` (the run) and `i.status`. */
export async function readItems(
  tx: Pick<Tx, 'query'>,
  where: string,
  values: readonly unknown[],
): Promise<RunItemRow[]> {
  const { rows } = await tx.query<RunItemRow>(
    `select r.id, r.workspace_id, r.number, r.document_id, d.title, i.status, i.steps, i.executed, i.cached, r.created_at,
       (extract(epoch from coalesce(r.finished_at, now()) - r.created_at) * 1000)::float8 as ms, r.started_by,
       u.name as starter, r.started_by is not null or r.state_vector is not null as studio ${FROM} where ${where}`,
    [...values],
  );
  return rows;
}

export const toItem = (row: RunItemRow): RunItem => ({
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
  startedBy: row.started_by === null ? null : { userId: row.started_by, name: row.starter ?? '' },
  origin: row.studio ? 'studio' : 'command line',
});

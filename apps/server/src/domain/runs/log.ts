import type { Tx } from '@weft/db';
import type { Json } from '@weft/engine/graph';

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly nodeId: string;
  readonly level: Level;
  readonly message: string;
  readonly fields: Json | null;
}

/**
 * What steps said, newest first. Failures stand among it as errors, and tries that will be repeated as warnings: whoever reads a
 * log looks for them there.
 *
 * `level` is the least that is shown, `q` is looked for in messages in any case, `before` is the last number of the page before.
 */
export async function readLog(
  tx: Tx,
  input: {
    workspaceId: string;
    runId: string;
    nodeId?: string;
    level?: Level;
    q?: string;
    before?: number;
    limit: number;
  },
): Promise<{ items: LogLine[]; next: number | null }> {
  const { workspaceId, runId, nodeId, level = 'debug', q, before, limit } = input;
  const { rows } = await tx.query<{
    seq: string;
    at: Date;
    node_id: string;
    level: Level;
    message: string;
    fields: Json | null;
  }>(
    `select seq::text, at, node_id, level, message, fields from (
       select seq, at, node_id, data->'fields' as fields,
         case type when 'step:failed' then 'error' when 'step:retrying' then 'warn' else data->>'level' end as level,
         case type when 'step:log' then data->>'message' else data->'error'->>'message' end as message
       from events
       where workspace_id = $1 and run_id = $2 and type in ('step:log', 'step:failed', 'step:retrying')
         and ($3::text is null or node_id = $3) and ($4::bigint is null or seq < $4)
     ) lines
     where level = any($5) and ($6::text is null or strpos(lower(message), lower($6)) > 0)
     order by lines.seq desc limit $7`,
    [
      workspaceId,
      runId,
      nodeId ?? null,
      before ?? null,
      LEVELS.slice(LEVELS.indexOf(level)),
      q || null,
      limit + 1,
    ],
  );
  const items = rows.slice(0, limit).map((row) => ({
    seq: Number(row.seq),
    at: row.at.toISOString(),
    nodeId: row.node_id,
    level: row.level,
    message: row.message,
    fields: row.fields,
  }));
  return { items, next: rows.length > limit ? items.at(-1)!.seq : null };
}

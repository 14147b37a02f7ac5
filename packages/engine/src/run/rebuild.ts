import type { Tx } from '../store/tx.ts';
import type { LockedRun } from './lockedRun.ts';

/**
 * An artifact turned out missing or corrupt while a step read it. The results that name it are withdrawn, and the steps
 * of this run that produced it go back to pending: the same key, executed again, yields the same bytes.
 *
 * Returns the pending steps to look at: the producers, whose own inputs may of course be lost too, which then repeats
 * one level up.
 */
export async function rebuild(
  tx: Tx,
  run: LockedRun,
  lost: readonly { readonly index: number; readonly hash: string }[],
): Promise<number[]> {
  if (lost.length === 0) return [];
  const hashes = [...new Set(lost.map((one) => one.hash))];
  await tx.query(
    `delete from results where workspace_id = $1
     and exists (select 1 from jsonb_each(outputs) o where o.value->>'hash' = any($2))`,
    [run.workspaceId, hashes],
  );
  const { rows } = await tx.query<{ index: number; node_id: string }>(
    `update steps s set status = 'pending', since = now(), outputs = null, finished_at = null, key = null
     where s.run_id = $1 and s.shard = -1 and s.status in ('succeeded', 'cached')
       and exists (select 1 from jsonb_each(s.outputs) o where o.value->>'hash' = any($2))
     returning s.index, s.node_id`,
    [run.id, hashes],
  );
  run.remaining += rows.length;
  for (const { node_id } of rows)
    run.events.push({ type: 'step:rebuilding', nodeId: node_id, data: { hash: hashes[0]! } });
  return [...rows.map((row) => row.index), ...lost.map((one) => one.index)];
}

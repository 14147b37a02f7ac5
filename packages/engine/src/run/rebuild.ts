import type { Tx } from '../store/tx.ts';
import type { LockedRun } from './lockedRun.ts';

/**
 * Steps of this run could not read an input, and its bytes are marked lost. Whatever lost outputs they stand on go back
 * to pending, upwards as far as rows know of losses: the same key, executed again, yields the same bytes. A result with
 * lost bytes is no hit, so nothing has to be withdrawn, in this workspace or in others that name the same bytes.
 *
 * Returns the pending steps to look at. Those above whose loss nobody has noticed yet are found when they are read.
 */
export async function rebuild(tx: Tx, run: LockedRun, failed: readonly number[]): Promise<number[]> {
  const pending = new Set(failed);
  const { steps } = run.frozen.plan;
  for (let open = [...failed]; open.length > 0;) {
    const above = [...new Set(open.flatMap((index) => steps[index]!.parents))];
    const { rows } = await tx.query<{ index: number; node_id: string; hash: string }>(
      `update steps s set status = 'pending', since = now(), outputs = null, finished_at = null, key = null
       from steps old
       where s.run_id = $1 and s.shard = -1 and s.index = any($2) and s.status in ('succeeded', 'cached')
         and weft_lost(s.workspace_id, s.outputs)
         and old.run_id = s.run_id and old.shard = -1 and old.index = s.index
       returning s.index, s.node_id, (select min(o.value->>'hash') from jsonb_each(old.outputs) o) as hash`,
      [run.id, above],
    );
    run.remaining += rows.length;
    for (const { node_id, hash } of rows)
      run.events.push({ type: 'step:rebuilding', nodeId: node_id, data: { hash } });
    open = rows.map(({ index }) => index);
    for (const index of open) pending.add(index);
  }
  return [...pending];
}

import type pg from 'pg';
import { slotName, type Checkpoint } from '../protocol/index.ts';
import type { ClaimedStep } from '../queue/claim.ts';
import type { StoreKeeper } from '../store/keeper.ts';

type Holder = Pick<ClaimedStep, 'runId' | 'index' | 'shard' | 'attempt'>;

/**
 * Records a checkpoint whose bytes are durable, if the attempt still holds its claim. An older state never replaces a
 * newer one. Progress forgives earlier tries: only deaths without progress in between use up a step's attempts.
 *
 * Returns whether it was recorded, and the hash of the state it replaced.
 */
export async function recordCheckpoint(
  pool: pg.Pool,
  holder: Holder,
  checkpoint: Checkpoint,
): Promise<{ ok: boolean; replaced: string | null }> {
  const name = slotName(checkpoint.slot);
  const { rows } = await pool.query<{ ok: boolean; replaced: string | null }>({
    name: 'checkpoint-record',
    text: `with held as (
             select workspace_id, key from steps
             where run_id = $1 and index = $2 and shard = $3 and attempt = $4 and status = 'running' for share),
           old as (select k.hash from checkpoints k join held using (workspace_id, key) where k.slot_name = $5),
           saved as (
             insert into checkpoints (workspace_id, key, slot_name, slot, steps, hash, bytes)
             select workspace_id, key, $5, $6, $7, $8, $9 from held
             on conflict (workspace_id, key, slot_name) do update
               set slot = excluded.slot, steps = excluded.steps, hash = excluded.hash, bytes = excluded.bytes, saved_at = now()
               where checkpoints.steps <= excluded.steps
             returning 1),
           forgiven as (
             update steps set tries = 0 where run_id = $1 and index = $2 and shard = $3 and attempt = $4
               and tries > 0 and exists (select 1 from saved))
           select exists (select 1 from held) as ok, (select hash from old) as replaced`,
    values: [
      holder.runId,
      holder.index,
      holder.shard,
      holder.attempt,
      name,
      JSON.stringify(checkpoint.slot),
      checkpoint.slot.kind === 'state' ? checkpoint.slot.steps : 0,
      checkpoint.hash,
      checkpoint.bytes,
    ],
  });
  const { ok, replaced } = rows[0]!;
  return { ok, replaced: replaced === checkpoint.hash ? null : replaced };
}

/** The result is recorded: progress towards it has served. Files go last, so a row never names missing bytes. */
export async function dropCheckpoints(
  pool: pg.Pool,
  store: StoreKeeper,
  { workspaceId, keys }: { workspaceId: string; keys: readonly string[] },
): Promise<void> {
  const { rows } = await pool.query<{ hash: string }>(
    'delete from checkpoints where workspace_id = $1 and key = any($2) returning hash',
    [workspaceId, keys],
  );
  await removeUnnamed(
    pool,
    store,
    rows.map(({ hash }) => hash),
  );
}

/** Removes checkpoint bytes, except those that a row still names: another workspace may compute the same key. */
export async function removeUnnamed(
  pool: pg.Pool,
  store: StoreKeeper,
  hashes: readonly string[],
): Promise<void> {
  const { rows } = await pool.query<{ hash: string }>(
    'select distinct hash from checkpoints where hash = any($1)',
    [hashes],
  );
  const named = new Set(rows.map(({ hash }) => hash));
  await store.remove(
    'objects',
    hashes.filter((hash) => !named.has(hash)),
  );
}

/** A checkpoint that cannot be read is forgotten; the step then goes on from the one before, or from the start. */
export async function forgetCheckpoint(pool: pg.Pool, workspaceId: string, hash: string): Promise<void> {
  await pool.query('delete from checkpoints where workspace_id = $1 and hash = $2', [workspaceId, hash]);
}

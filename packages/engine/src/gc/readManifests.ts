import type pg from 'pg';
import { filesOf } from '../artifact/contents.ts';
import { markLost } from '../store/presence.ts';
import type { StoreKeeper } from '../store/keeper.ts';

const PAGE = 200;

/**
 * Records the files of manifests whose rows do not name them: those that a release before this one recorded. Without
 * them a lost file would not be known to concern its manifest, and garbage collection would take it for unnamed.
 */
export async function readManifests(pool: pg.Pool, store: StoreKeeper): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ hash: string }>(
      `select distinct hash from artifacts where files is null and kind <> 'table' limit $1`,
      [PAGE],
    );
    if (rows.length === 0) return;
    for (const { hash } of rows) {
      const files = await filesOf(store, hash);
      // A manifest that cannot be read lists nothing any more. It is made again when it is needed, and then says.
      const how = files === null ? await store.check(hash) : 'sound';
      if (how !== 'sound') await markLost(pool, [{ hash, how }]);
      await pool.query('update artifacts set files = $2 where hash = $1 and files is null', [
        hash,
        files ?? [],
      ]);
    }
  }
}

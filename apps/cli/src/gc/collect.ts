import type { ArtifactStore } from '@weft/engine';
import type pg from 'pg';
import { readFacts } from './facts.ts';
import { planGc, YOUNGEST_MS, type GcPlan } from './plan.ts';

export interface Collected {
  readonly results: number;
  readonly artifacts: number;
  readonly checkpoints: number;
  /** Files of both stores, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly temporaryFiles: number;
}

export interface CollectOptions {
  readonly pool: pg.Pool;
  readonly artifacts: ArtifactStore;
  readonly checkpoints: ArtifactStore;
  /** Folders of the two stores, for temporary files. */
  readonly folders: readonly string[];
  readonly resultsOlderThanMs: number | null;
  readonly dryRun: boolean;
}

/**
 * Removes what nothing needs. Rows go first and files after, so no row ever names bytes that are gone. Should a run take
 * a result in the moment it is dropped, the engine finds its artifact lost and makes it again.
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { pool, artifacts, checkpoints, resultsOlderThanMs, dryRun } = options;
  const plan = planGc(await readFacts(pool), { resultsOlderThanMs });
  if (!dryRun) await removeRows(pool, plan);
  const live = await withManifestFiles(artifacts, plan);
  const files = await removeFiles(artifacts, live, { before: plan.before, dryRun });
  const saved = await removeFiles(checkpoints, plan.liveCheckpoints, { before: plan.before, dryRun });
  return {
    results: plan.results.length,
    artifacts: plan.artifacts.length,
    checkpoints: plan.checkpoints.length,
    files: files.count + saved.count,
    bytes: files.bytes + saved.bytes,
    temporaryFiles: dryRun ? 0 : await removeTemporary(options.folders, plan.before),
  };
}

async function removeRows(pool: pg.Pool, plan: GcPlan): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`delete from results where workspace_id || '/' || key = any($1) and used_at < $2`, [
      plan.results,
      plan.before,
    ]);
    await client.query('delete from artifact_lineage where hash = any($1)', [plan.artifacts]);
    await client.query('delete from artifacts where hash = any($1)', [plan.artifacts]);
    await client.query(
      `delete from checkpoints c using jsonb_to_recordset($1::jsonb) as d(key text, "slotName" text)
       where c.workspace_id || '/' || c.key = d.key and c.slot_name = d."slotName" and c.saved_at < $2`,
      [JSON.stringify(plan.checkpoints), plan.before],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** The live hashes and the files that manifests among them list. */
async function withManifestFiles(
  store: ArtifactStore,
  { liveArtifacts, liveManifests }: GcPlan,
): Promise<Set<string>> {
  const { ArtifactLost, readManifest } = await import('@weft/engine');
  const live = new Set(liveArtifacts);
  for (const hash of liveManifests) {
    try {
      for (const file of Object.values((await readManifest(store, hash)).files)) live.add(file.hash);
    } catch (error) {
      // A lost manifest lists nothing any more and is made again when it is needed. Anything else, such as a disk that
      // does not answer, must stop us before its files look like garbage.
      if (!(error instanceof ArtifactLost)) throw error;
    }
  }
  return live;
}

/** Looks at each file right before removing it: whoever stores equal bytes again touches it, and it stays. */
async function removeFiles(
  store: ArtifactStore,
  live: ReadonlySet<string>,
  { before, dryRun }: { before: Date; dryRun: boolean },
): Promise<{ count: number; bytes: number }> {
  const removed = { count: 0, bytes: 0 };
  for await (const { hash, bytes, writtenAt } of store.list()) {
    if (live.has(hash) || writtenAt >= before) continue;
    if (!dryRun) await store.remove(hash);
    removed.count += 1;
    removed.bytes += bytes;
  }
  return removed;
}

async function removeTemporary(folders: readonly string[], before: Date): Promise<number> {
  const { removeAbandonedFiles } = await import('@weft/engine');
  const age = Math.max(YOUNGEST_MS, Date.now() - before.getTime());
  let removed = 0;
  for (const folder of folders) removed += await removeAbandonedFiles(folder, age);
  return removed;
}

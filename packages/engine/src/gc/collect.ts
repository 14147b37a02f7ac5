import type pg from 'pg';
import { entriesOf, type Entry, type StoreKeeper } from '../store/keeper.ts';
import { markLost, type Loss } from '../store/presence.ts';
import { inTransaction } from '../store/tx.ts';
import { readFacts } from './facts.ts';
import { countLeftovers, forgetUnmet, Leftovers } from './leftovers.ts';
import type { Hooks } from '../run/hooks.ts';
import { planGc, type GcPlan } from './plan.ts';
import { readManifests } from './readManifests.ts';

export interface Collected {
  readonly results: number;
  readonly artifacts: number;
  readonly checkpoints: number;
  /** Freed now. */
  readonly files: number;
  readonly bytes: number;
  /** Set aside in this pass: one that comes an hour later frees them. */
  readonly asideFiles: number;
  readonly asideBytes: number;
  /** Those that were being written, and staging areas, of processes that were killed. */
  readonly temporaryFiles: number;
  /** Damaged files that are still kept for a person to look at. */
  readonly quarantined: number;
  /** Bytes that rows name and the store does not hold: marked lost in this pass. */
  readonly lost: number;
}

export interface CollectOptions {
  /** Results unused for so long are dropped too. Default null: none. */
  readonly resultsOlderThanMs?: number | null;
  readonly dryRun?: boolean;
}

/** Two passes at once would take each other's bytes for old. */
export class GcRunning extends Error {
  override name = 'GcRunning';
  override message = 'Garbage collection is running already.';
}

const GC_LOCK = 0x77656763;

/**
 * Removes what nothing needs. Rows go first and bytes after, so no row ever names bytes that are gone. Should a run take
 * a result in the moment it is dropped, the engine finds its artifact lost and makes it again.
 *
 * @throws GcRunning
 */
export async function collect(
  { pool, store, hooks }: { pool: pg.Pool; store: StoreKeeper; hooks: readonly Hooks[] },
  { resultsOlderThanMs = null, dryRun = false }: CollectOptions = {},
): Promise<Collected> {
  return await alone(pool, async () => {
    await readManifests(pool, store);
    const plan = planGc(await readFacts(pool, hooks), { resultsOlderThanMs });
    if (!dryRun) await removeRows(pool, plan);
    const seen = new Set<string>();
    const pass = { pool, store, dryRun, seen };
    const aside = await sweepAside(pass, plan);
    const set = await setUnnamedAside(pass, plan);
    // A step that runs began before its staging area was met, so `before` is earlier.
    const staged = await sweepOld(pass, 'staging', plan.before);
    const temporary = await sweepOld(pass, 'tmp', plan.temporaryBefore);
    const quarantine = await sweepOld(pass, 'quarantine', plan.quarantinedBefore);
    const lost = dryRun
      ? 0
      : await noticeLosses(
          pass,
          [...plan.live].filter((hash) => !seen.has(hash)),
        );
    const swept = [aside, staged, temporary, quarantine];
    if (!dryRun)
      await forgetUnmet(
        pool,
        [...swept, set].flatMap(({ met }) => met),
      );
    return {
      results: plan.results.length,
      artifacts: plan.artifacts.length,
      checkpoints: plan.checkpoints.length,
      files: sum(swept, ({ files }) => files),
      bytes: sum(swept, ({ bytes }) => bytes),
      asideFiles: set.files,
      asideBytes: set.bytes,
      temporaryFiles: temporary.files + staged.files,
      quarantined: quarantine.met.length,
      lost,
    };
  });
}

async function alone<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
      GC_LOCK,
    ]);
    if (!rows[0]!.got) throw new GcRunning();
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [GC_LOCK]).catch(() => {});
    }
  } finally {
    client.release();
  }
}

async function removeRows(pool: pg.Pool, plan: GcPlan): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`delete from results where workspace_id || '/' || key = any($1) and used_at < $2`, [
      plan.results,
      plan.before,
    ]);
    // Looked at again under the lock of each row: an attempt may have stored the same bytes meanwhile.
    await tx.query(
      `with gone as (delete from artifacts where hash = any($1) and stored_at < $2 returning workspace_id, hash)
       delete from artifact_lineage l using gone where l.workspace_id = gone.workspace_id and l.hash = gone.hash`,
      [plan.artifacts, plan.before],
    );
    await tx.query(
      `delete from checkpoints c using jsonb_to_recordset($1::jsonb) as d(key text, "slotName" text)
       where c.workspace_id || '/' || c.key = d.key and c.slot_name = d."slotName" and c.saved_at < $2`,
      [JSON.stringify(plan.checkpoints), plan.before],
    );
    await tx.query('delete from lost_bytes where not hash = any($1) and lost_at < $2', [
      [...plan.live],
      plan.before,
    ]);
  });
}

interface Pass {
  readonly pool: pg.Pool;
  readonly store: StoreKeeper;
  readonly dryRun: boolean;
  /** Hashes met in the store. */
  readonly seen: Set<string>;
}
interface Swept {
  files: number;
  bytes: number;
  /** Names of the leftovers that stay. */
  readonly met: string[];
}
const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);
const add = (swept: Swept, entries: readonly Entry[]): void => {
  swept.files += entries.length;
  for (const { bytes } of entries) swept.bytes += bytes;
};

/** What was set aside comes back when a row names it again, and goes when its time is over. */
async function sweepAside({ pool, store, dryRun, seen }: Pass, { live, before }: GcPlan): Promise<Swept> {
  const leftovers = new Leftovers(pool, 'aside');
  const swept: Swept = { files: 0, bytes: 0, met: [] };
  for await (const page of entriesOf(store, 'aside')) {
    for (const { name } of page) seen.add(name);
    const named = page.filter(({ name }) => live.has(name)).map(({ name }) => name);
    const unnamed = page.filter(({ name }) => !live.has(name));
    const { old, young } = await leftovers.judge(unnamed, { before, note: !dryRun });
    add(swept, old);
    swept.met.push(...young.map(({ name }) => leftovers.nameOf(name)));
    if (dryRun) continue;
    // The note goes first: bytes that are set aside once more start anew.
    await leftovers.forget(named);
    await store.restore(named);
    await store.remove(
      'aside',
      old.map(({ name }) => name),
    );
    await leftovers.forget(old.map(({ name }) => name));
  }
  return swept;
}

async function setUnnamedAside({ pool, store, dryRun, seen }: Pass, { live }: GcPlan): Promise<Swept> {
  const leftovers = new Leftovers(pool, 'aside');
  const swept: Swept = { files: 0, bytes: 0, met: [] };
  for await (const page of entriesOf(store, 'objects')) {
    for (const { name } of page) seen.add(name);
    const unnamed = page.filter(({ name }) => !live.has(name));
    const names = unnamed.map(({ name }) => name);
    add(swept, unnamed);
    swept.met.push(...names.map((name) => leftovers.nameOf(name)));
    if (dryRun || names.length === 0) continue;
    // Noted after the move: whoever found them among the objects did so before their time begins.
    await leftovers.forget(names);
    await store.setAside(names);
    await leftovers.note(names);
  }
  return swept;
}

/** A pass has seen all that there is, so it knows what is not. Each is looked for once more before it is marked. */
async function noticeLosses({ pool, store }: Pass, hashes: readonly string[]): Promise<number> {
  const sizes = await store.sizes(hashes);
  const losses = hashes.filter((hash) => !sizes.has(hash)).map((hash): Loss => ({ hash, how: 'missing' }));
  await markLost(pool, losses);
  return losses.length;
}

async function sweepOld(
  { pool, store, dryRun }: Pass,
  space: 'staging' | 'tmp' | 'quarantine',
  before: Date,
): Promise<Swept> {
  const leftovers = new Leftovers(pool, space);
  const swept: Swept = { files: 0, bytes: 0, met: [] };
  for await (const page of entriesOf(store, space)) {
    const { old, young } = await leftovers.judge(page, { before, note: !dryRun });
    add(swept, old);
    swept.met.push(...young.map(({ name }) => leftovers.nameOf(name)));
    if (dryRun) continue;
    await store.remove(
      space,
      old.map(({ name }) => name),
    );
    await leftovers.forget(old.map(({ name }) => name));
  }
  return swept;
}

/** What is known to be damaged: for the doctor. */
export interface Damage {
  /** Hashes that rows know to be missing or damaged and that are made again when a run needs them. */
  readonly lost: number;
  /** Files in quarantine. */
  readonly quarantined: number;
}

export async function damageOf({ pool, store }: { pool: pg.Pool; store: StoreKeeper }): Promise<Damage> {
  const { rows } = await pool.query<{ lost: number }>('select count(*)::int as lost from lost_bytes');
  return { lost: rows[0]!.lost, quarantined: await countLeftovers(store, 'quarantine') };
}

/**
 * What garbage collection may remove, decided from rows alone and by the database's clock.
 *
 *   result      dropped when asked to by age, if nothing has used it for so long
 *   artifact    row removed when no result, no step and nothing of the application names it
 *   checkpoint  removed when its key has a result, or nobody has added to it for a week and no unfinished run needs it
 *   bytes       set aside when no row that stays names them: no artifact, no file of a manifest, no upload, no checkpoint
 *   leftover    bytes set aside, staging areas of attempts that are over, temporary files and damaged bytes go for ever a
 *               grace period after they were first met
 *
 * Bytes are stored before the row that names them, so what nobody names may be about to be named. Rows younger than an
 * hour stay, as do those younger than the oldest step that runs now. Bytes are never removed where `put` counts on them:
 * they are set aside first, can still be read there, and are stored anew by whoever makes them again. They go when that
 * is an hour ago, every step that was running then has ended, and still nobody names them.
 */
export const YOUNGEST_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
export const CHECKPOINT_AGE_MS = 7 * DAY_MS;
/** An upload over a slow line writes to its temporary file for hours. */
export const TEMPORARY_AGE_MS = DAY_MS;
/** Time for a person to look at what was damaged. */
export const QUARANTINE_AGE_MS = 30 * DAY_MS;

export interface GcFacts {
  readonly now: Date;
  /** When the oldest of the steps that run now was started; null when none runs. */
  readonly runningSince: Date | null;
  readonly results: readonly {
    readonly key: string;
    /** Recorded, or taken from cache by any run, whichever was last. */
    readonly lastUsed: Date;
    readonly outputs: readonly string[];
  }[];
  readonly steps: readonly {
    readonly outputs: readonly string[];
    /** Its run may still go on. */
    readonly unfinished: boolean;
    readonly at: Date;
  }[];
  /** What the application's own rows name. */
  readonly kept: readonly string[];
  readonly artifacts: readonly {
    readonly hash: string;
    readonly storedAt: Date;
    /** Of a manifest, in any workspace. */
    readonly files: readonly string[];
  }[];
  /** Hashes. */
  readonly uploads: readonly string[];
  readonly checkpoints: readonly {
    readonly key: string;
    readonly slotName: string;
    readonly hash: string;
    readonly savedAt: Date;
    readonly hasResult: boolean;
    /** A step of an unfinished run has this key. */
    readonly needed: boolean;
  }[];
}

export interface GcPlan {
  readonly results: readonly string[];
  /** Hashes whose rows go. */
  readonly artifacts: readonly string[];
  readonly checkpoints: readonly { readonly key: string; readonly slotName: string }[];
  /** Hashes named by what stays, files of manifests included. */
  readonly live: ReadonlySet<string>;
  /** No row written after this goes, and no bytes that were set aside after it. */
  readonly before: Date;
  readonly temporaryBefore: Date;
  readonly quarantinedBefore: Date;
}

/** @param resultsOlderThanMs unused results older than this are dropped, with the steps that no longer protect them; null keeps all. */
export function planGc(
  facts: GcFacts,
  { resultsOlderThanMs }: { resultsOlderThanMs: number | null },
): GcPlan {
  const { now, runningSince } = facts;
  const before = new Date(
    Math.min(now.getTime() - YOUNGEST_MS, runningSince?.getTime() ?? Number.POSITIVE_INFINITY),
  );
  const unusedSince =
    resultsOlderThanMs === null
      ? null
      : new Date(Math.min(before.getTime(), now.getTime() - resultsOlderThanMs));
  const isOld = (at: Date) => unusedSince !== null && at < unusedSince;

  const dropped = new Set(facts.results.filter((result) => isOld(result.lastUsed)).map(({ key }) => key));
  const live = new Set<string>(facts.kept);
  for (const { key, outputs } of facts.results)
    if (!dropped.has(key)) for (const hash of outputs) live.add(hash);
  // A step of a run that is over protects rows, not bytes: what an earlier pass took the rows of stays gone.
  const recorded = new Set(facts.artifacts.map(({ hash }) => hash));
  for (const { outputs, unfinished, at } of facts.steps)
    for (const hash of outputs) if (unfinished || (!isOld(at) && recorded.has(hash))) live.add(hash);
  const dead = facts.artifacts.filter(({ hash, storedAt }) => !live.has(hash) && storedAt < before);
  const deadHashes = new Set(dead.map(({ hash }) => hash));
  for (const { hash, files } of facts.artifacts)
    if (!deadHashes.has(hash)) for (const each of [hash, ...files]) live.add(each);
  for (const hash of facts.uploads) live.add(hash);

  const ago = (ms: number) => new Date(now.getTime() - ms);
  const week = ago(CHECKPOINT_AGE_MS);
  const stale = new Set(
    facts.checkpoints.filter(
      ({ savedAt, hasResult, needed }) => savedAt < before && !needed && (hasResult || savedAt < week),
    ),
  );
  for (const one of facts.checkpoints) if (!stale.has(one)) live.add(one.hash);
  return {
    results: [...dropped],
    artifacts: [...deadHashes],
    checkpoints: [...stale].map(({ key, slotName }) => ({ key, slotName })),
    live,
    before,
    temporaryBefore: new Date(Math.min(before.getTime(), ago(TEMPORARY_AGE_MS).getTime())),
    quarantinedBefore: ago(QUARANTINE_AGE_MS),
  };
}

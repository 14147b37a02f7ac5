/**
 * What garbage collection may remove, decided from facts alone.
 *
 *   result      dropped when asked to by age, if nothing has used it for so long
 *   artifact    row removed when no result, no step and no model version names it
 *   checkpoint  removed when its key has a result, or nobody has added to it for a week and no unfinished run needs it
 *   file        removed when it belongs to no artifact that stays (files of manifests included) and to no checkpoint
 *
 * Never anything younger than an hour, nor than the oldest step that runs now: bytes are stored before the row that
 * names them.
 */
export const YOUNGEST_MS = 3_600_000;
export const CHECKPOINT_AGE_MS = 7 * 24 * 3_600_000;

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
  readonly published: readonly string[];
  readonly artifacts: readonly { readonly hash: string; readonly kind: string; readonly createdAt: Date }[];
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
  /** Hashes named by what stays. */
  readonly liveArtifacts: ReadonlySet<string>;
  /** Those among them that list files, which are live too. */
  readonly liveManifests: readonly string[];
  readonly liveCheckpoints: ReadonlySet<string>;
  /** Nothing written after this may go. */
  readonly before: Date;
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
  const live = new Set<string>(facts.published);
  for (const { key, outputs } of facts.results)
    if (!dropped.has(key)) for (const hash of outputs) live.add(hash);
  for (const { outputs, unfinished, at } of facts.steps)
    if (unfinished || !isOld(at)) for (const hash of outputs) live.add(hash);
  const dead = facts.artifacts.filter(({ hash, createdAt }) => !live.has(hash) && createdAt < before);
  const deadHashes = new Set(dead.map(({ hash }) => hash));
  for (const { hash } of facts.artifacts) if (!deadHashes.has(hash)) live.add(hash);

  const week = new Date(now.getTime() - CHECKPOINT_AGE_MS);
  const stale = new Set(
    facts.checkpoints.filter(
      ({ savedAt, hasResult, needed }) => savedAt < before && !needed && (hasResult || savedAt < week),
    ),
  );
  return {
    results: [...dropped],
    artifacts: [...deadHashes],
    checkpoints: [...stale].map(({ key, slotName }) => ({ key, slotName })),
    liveArtifacts: live,
    liveManifests: facts.artifacts
      .filter(({ hash, kind }) => kind !== 'table' && live.has(hash))
      .map(({ hash }) => hash),
    liveCheckpoints: new Set(facts.checkpoints.filter((one) => !stale.has(one)).map(({ hash }) => hash)),
    before,
  };
}

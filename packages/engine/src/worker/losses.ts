import { filesOf } from '../artifact/contents.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import type { StoreKeeper } from '../store/keeper.ts';
import type { Loss } from '../store/presence.ts';

/**
 * What the store really lacks of an attempt's inputs, when the attempt says that it could not read `lost`. The executor
 * only says so; this process looks for itself, and only at what the attempt was given. All inputs are looked for, so that
 * a store that was wiped is found at once. The bytes that were named come first.
 */
export async function findLosses(
  store: StoreKeeper,
  lost: string,
  inputs: Readonly<Record<string, readonly ArtifactRef[]>>,
): Promise<readonly Loss[]> {
  const kinds = new Map(
    Object.values(inputs)
      .flat()
      .map(({ hash, kind }) => [hash, kind]),
  );
  const sizes = await store.sizes([...kinds.keys()]);
  const losses = new Map<string, Loss['how']>();
  const check = async (hash: string) => {
    const how = await store.check(hash);
    if (how !== 'sound') losses.set(hash, how);
  };
  if (await wasGiven()) await check(lost);
  for (const hash of kinds.keys()) if (!sizes.has(hash)) losses.set(hash, 'missing');
  return [...losses].map(([hash, how]) => ({ hash, how }));

  /** As an input, or as a file of one. */
  async function wasGiven(): Promise<boolean> {
    if (kinds.has(lost)) return true;
    for (const [hash, kind] of kinds) {
      if (kind === 'table' || !sizes.has(hash)) continue;
      const files = await filesOf(store, hash);
      if (files?.includes(lost) === true) return true;
      if (files === null) await check(hash);
    }
    return false;
  }
}

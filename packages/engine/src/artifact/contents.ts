import { z } from 'zod';
import type { ArtifactRef } from '../node/artifact.ts';
import { ArtifactLost, type ArtifactStore } from '../store/artifacts.ts';
import type { StoreKeeper } from '../store/keeper.ts';
import { readManifest } from './manifest.ts';

/** What some outputs consist of, as the store holds it. */
export interface Contents {
  /** Every hash among them: the outputs' own and those of the files that manifests list. */
  readonly hashes: readonly string[];
  /** The files of each manifest, by its hash. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/**
 * Looks at what an attempt says it has made before a row names it. A step may hand on an artifact that it never read,
 * so that it is named by an output does not prove that it is there.
 *
 * @throws ArtifactLost when the store lacks any part, or holds a file of a manifest at another size
 */
export async function contentsOf(store: StoreKeeper, outputs: readonly ArtifactRef[]): Promise<Contents> {
  const files = new Map<string, readonly string[]>();
  const expected = new Map<string, number | null>();
  for (const ref of outputs) {
    expected.set(ref.hash, ref.kind === 'table' ? ref.bytes : null);
    if (ref.kind === 'table') continue;
    const listed = Object.values((await readManifest(store, ref.hash)).files);
    files.set(ref.hash, [...new Set(listed.map(({ hash }) => hash))]);
    for (const { hash, bytes } of listed) expected.set(hash, bytes);
  }
  const hashes = [...expected.keys()];
  const sizes = await store.sizes(hashes);
  for (const [hash, bytes] of expected) {
    const found = sizes.get(hash);
    if (found === undefined) throw new ArtifactLost(hash, 'missing', 'the store does not hold it');
    if (bytes !== null && found !== bytes)
      throw new ArtifactLost(hash, 'corrupt', `it has ${found} bytes and should have ${bytes}`);
  }
  return { hashes, files };
}

/** Hashes of the files of a manifest, none for what is no manifest; null when it is lost. */
export async function filesOf(store: ArtifactStore, hash: string): Promise<readonly string[] | null> {
  try {
    const { files } = await readManifest(store, hash);
    return [...new Set(Object.values(files).map((file) => file.hash))];
  } catch (error) {
    if (error instanceof ArtifactLost) return null;
    if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}

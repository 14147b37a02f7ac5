import { z } from 'zod';
import { ArtifactLost, type ArtifactStore } from '../store/artifacts.ts';
import { readManifest } from './manifest.ts';

/** What some outputs consist of, as the store holds it. */
export interface Contents {
  /** Every hash among them: the outputs' own and those of the files that manifests list. */
  readonly hashes: readonly string[];
  /** The files of each manifest, by its hash. */
  readonly files: ReadonlyMap<string, readonly string[]>;
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

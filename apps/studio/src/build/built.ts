import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, ROOT } from './fingerprint.ts';

export const STUDIO = join(ROOT, 'apps/studio');
export const DIST = join(STUDIO, 'dist');
/** Holds the fingerprint of the sources that a build was made from. */
export const MARK = 'sources.txt';

export interface BuiltStudio {
  readonly directory: string;
  /** The sources have changed since. */
  readonly outdated: boolean;
}

/** The studio as it was built, null when it was not. Reads files only; needs no bundler. */
export async function builtStudio(root = ROOT): Promise<BuiltStudio | null> {
  const directory = join(root, 'apps/studio/dist');
  const page = await access(join(directory, 'index.html')).then(
    () => true,
    () => false,
  );
  if (!page) return null;
  const from = await readFile(join(directory, MARK), 'utf8').catch(() => null);
  return { directory, outdated: from !== (await fingerprint(root)) };
}

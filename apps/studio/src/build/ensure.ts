import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtStudio, DIST, MARK, STUDIO } from './built.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * The folder of the built studio, built now if it is not there or its sources changed. A build is made beside and moved
 * into place, so a process that is killed or a second build at the same moment never leaves half of one.
 *
 * @throws when the sources do not build, with the bundler's message
 */
export async function ensureStudio(): Promise<string> {
  const built = await builtStudio();
  if (built?.outdated === false) return DIST;
  const wanted = await fingerprint();
  const fresh = `${DIST}.${randomUUID()}`;
  try {
    await promisify(execFile)(process.execPath, [join(STUDIO, 'src/build/bundle.ts'), fresh], {
      cwd: STUDIO,
      maxBuffer: 1 << 24,
    });
    await writeFile(join(fresh, MARK), wanted);
    const old = `${DIST}.${randomUUID()}`;
    await rename(DIST, old).catch(() => {});
    // Whoever is second finds the folder taken by an equal build.
    await rename(fresh, DIST).catch(async (error: unknown) => {
      if ((await readFile(join(DIST, MARK), 'utf8').catch(() => null)) !== wanted) throw error;
    });
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return DIST;
}

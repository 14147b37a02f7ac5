import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fingerprint, ROOT } from './fingerprint.ts';

const STUDIO = join(ROOT, 'apps/studio');
const DIST = join(STUDIO, 'dist');
const MARK = 'sources.txt';

/**
 * The folder of the built studio, built now if it is not there or its sources changed. A build is made beside and moved
 * into place, so a process that is killed or a second start at the same moment never serves half of one.
 *
 * @param say hears one line before a build, which takes some seconds
 * @throws when the sources do not build, with the bundler's message
 */
export async function ensureStudio(say: (line: string) => void = () => {}): Promise<string> {
  const wanted = await fingerprint();
  const built = await readFile(join(DIST, MARK), 'utf8').catch(() => null);
  if (built === wanted) return DIST;
  say(built === null ? 'Building the studio, once…' : 'The studio changed: building it again…');
  const fresh = `${DIST}.${randomUUID()}`;
  try {
    await promisify(execFile)(process.execPath, [join(STUDIO, 'src/build/main.ts'), fresh], {
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
export { hotStudio, type HotStudio } from './hotStudio.ts';

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const SHORTEST = 32;

/**
 * The secret that signs sessions: made once, kept in `<dataDir>/secret` for its owner's eyes only. Losing it signs everybody
 * out and does no other harm.
 *
 * @throws when the file holds something too short to be one
 */
export async function installationSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret');
  const found = (await read(path)) ?? (await create(dataDir, path));
  if (found.length < SHORTEST)
    throw new Error(
      `${path} holds ${found.length} characters; a secret has at least ${SHORTEST}. Remove the file and start Weft again: it makes a new one, and everybody signs in anew.`,
    );
  return found;
}

async function read(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and linked into place, so that of two first starts one wins and both read the whole of what it wrote. */
async function create(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await using file = await open(beside, 'wx', 0o600);
    await file.writeFile(`${randomBytes(48).toString('base64url')}\n`);
    await file.sync();
    await link(beside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(beside, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

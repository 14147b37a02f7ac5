import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkHash, missing } from './artifacts.ts';
import { fsPath } from './artifacts.fs.ts';

export const namedFolder = (root: string): string => join(root, 'named');

/**
 * A second name for stored bytes, with an ending: `named/<hash>/<name>`. Nodes that read files open them by path and
 * tell the format by the ending, which a hash does not have. It is a hard link, so the bytes lie on the disk once, and
 * it goes when they go.
 */
export const namedPath = (root: string, hash: string, name: string): string =>
  join(folderOf(root, hash), plain(name));

/** Gives bytes that the store holds a name. Doing it again does no harm. @throws ArtifactLost */
export async function nameBytes(root: string, hash: string, name: string): Promise<void> {
  const path = namedPath(root, hash, name);
  const temporary = join(root, 'tmp', randomUUID());
  await mkdir(dirname(path), { recursive: true });
  await mkdir(dirname(temporary), { recursive: true });
  try {
    await linkOrCopy(fsPath(root, 'objects', hash), temporary);
    // In the place of an older link, which may lead to bytes that were damaged since.
    await rename(temporary, path);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing(hash) : error;
  } finally {
    // Renaming a link over another to the same file leaves both.
    await rm(temporary, { force: true });
  }
}

/** The bytes are gone or damaged: no path may lead to them any more. */
export async function forgetNames(root: string, hash: string): Promise<void> {
  await rm(folderOf(root, hash), { recursive: true, force: true });
}

const folderOf = (root: string, hash: string): string => join(namedFolder(root), checkHash(hash));

/** Copies where the file system knows no hard links, or the two are on different ones. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    await copyFile(from, to);
  }
}

/** Callers clean names; one that could leave its folder is a bug of theirs. */
function plain(name: string): string {
  if (name === '' || name.startsWith('.') || /[/\\\0]/.test(name))
    throw new TypeError(`"${name.slice(0, 80)}" is no plain file name`);
  return name;
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';

/** Makes the names in a folder durable. Without it a power cut may take a renamed file away. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Null when there is no such file. */
export async function hashFile(path: string): Promise<string | null> {
  const hasher = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hasher.update(piece as Buffer);
  } catch (error) {
    return missingIsNull(error);
  }
  return hasher.digest('hex');
}

/** Sorted; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return ((await readdir(folder).catch(missingIsNull)) ?? []).sort();
}

export function missingIsNull(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException)?.code ?? '')) return null;
  throw error;
}

import { createReadStream, type Dirent } from 'node:fs';
import { link, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Tx } from './tx.ts';
import { HASH_PATTERN, storeFile } from './artifacts.ts';
import { fsArtifactStore, fsPath } from './artifacts.fs.ts';
import { missingIsNull, namesIn, syncFolder } from './files.ts';
import { nameBytes } from './named.fs.ts';
import { parseStoreUrl } from './openStore.ts';

/**
 * Folders in which a release before this one kept bytes beside the store:
 *
 *   uploads      `<workspace>/<hash>/<name>` and `tmp/`
 *   checkpoints  a store of its own: `objects/ab/cdef…`, `tmp/`, `quarantine/`
 */
export interface FormerFolders {
  readonly uploads: string;
  readonly checkpoints: string;
}

/**
 * Brings what lies in former folders into the store, by links where the file system has them, and removes the folders.
 * Each file is in the store, durably, before its old name goes, so it may be killed at any point and begun again. Bytes
 * keep the hash they were known by and are compared with it when they are read, like all others.
 *
 * A run that was started before opens uploads by their old paths: while one is unfinished, these stay.
 */
export async function adoptFolders(db: Tx, storeUrl: string, former: FormerFolders): Promise<void> {
  const root = parseStoreUrl(storeUrl).folder;
  await adoptCheckpoints(root, former.checkpoints);
  if ((await namesIn(former.uploads)).length > 0)
    await adoptUploads(root, former.uploads, { keep: await isRead(db, former.uploads) });
}

async function adoptUploads(root: string, folder: string, { keep }: { keep: boolean }): Promise<void> {
  for (const workspace of await foldersIn(folder)) {
    if (workspace === 'tmp') continue;
    for (const hash of await foldersIn(join(folder, workspace))) {
      if (!HASH_PATTERN.test(hash)) continue;
      const own = join(folder, workspace, hash);
      for (const name of await namesIn(own)) {
        await adopt(root, join(own, name), hash);
        await nameBytes(root, hash, name);
        if (!keep) await rm(join(own, name), { force: true });
      }
      if (!keep) await removeIfEmpty(own);
    }
    if (!keep) await removeIfEmpty(join(folder, workspace));
  }
  if (keep) return;
  // Half-written files of an upload that is over: its server ran before this one.
  await rm(join(folder, 'tmp'), { recursive: true, force: true });
  await removeIfEmpty(folder);
}

async function adoptCheckpoints(root: string, folder: string): Promise<void> {
  const objects = join(folder, 'objects');
  for (const prefix of await foldersIn(objects)) {
    for (const rest of await namesIn(join(objects, prefix))) {
      if (!HASH_PATTERN.test(prefix + rest)) continue;
      await adopt(root, join(objects, prefix, rest), prefix + rest);
      await rm(join(objects, prefix, rest), { force: true });
    }
    await removeIfEmpty(join(objects, prefix));
  }
  for (const own of ['tmp', 'quarantine']) await rm(join(folder, own), { recursive: true, force: true });
  await removeIfEmpty(objects);
  await removeIfEmpty(folder);
}

async function adopt(root: string, from: string, hash: string): Promise<void> {
  const target = fsPath(root, 'objects', hash);
  if ((await stat(target).catch(missingIsNull)) !== null) return;
  await mkdir(dirname(target), { recursive: true });
  try {
    await link(from, target);
  } catch (error) {
    // Another process adopts the same folder at this moment.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    // A file system without hard links, or another one.
    await storeFile(fsArtifactStore(root), createReadStream(from));
    return;
  }
  await syncFolder(dirname(target));
  await syncFolder(join(root, 'objects'));
}

async function isRead(db: Tx, folder: string): Promise<boolean> {
  const { rows } = await db.query<{ read: boolean }>(
    `select exists (select from runs where status in ('running', 'paused') and strpos(plan::text, $1) > 0) as read`,
    [JSON.stringify(folder).slice(1, -1)],
  );
  return rows[0]!.read;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries: Dirent[] = (await readdir(folder, { withFileTypes: true }).catch(missingIsNull)) ?? [];
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code ?? '')) throw error;
  });
}

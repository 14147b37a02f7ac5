/**
 * Where an embedded server keeps its things: its *root*, normally `<dataDir>/postgres`.
 *
 *   root/data/               the cluster                     root/credentials.json  passwords, mode 600
 *   root/users/              Weft processes that use it      root/server.json       the running server
 *   root/lock                mutex of all of the above       root/server.log        what PostgreSQL says
 *   root/binaries-<version>/ programs, where node_modules is out of the server account's reach
 *
 * When root runs Weft in a folder that the server's account cannot enter (a clone in /root), the root is a
 * folder of its own under /var/lib/weft, and `<dataDir>/postgres/elsewhere.json` points there. Not /var/tmp
 * first: systemd removes files there that were not touched for 30 days, and cold tables are such files.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { canEnter, serverAccount } from './account.ts';
import { withMutex } from './mutex.ts';

const SHARED_FOLDERS = ['/var/lib/weft', '/var/tmp'];

/** Finds, or on the first start chooses, the root folder for a data folder. */
export async function resolveRoot(dataDir: string): Promise<string> {
  const home = join(resolve(dataDir), 'postgres');
  mkdirSync(home, { recursive: true });
  const known = knownRoot(home);
  if (known) return known;
  return await withMutex(join(home, 'place.lock'), async () => knownRoot(home) ?? chooseRoot(home));
}

/** Deletes a server's files, wherever they are. The server must have stopped. */
export function removeRoot(dataDir: string): void {
  const home = join(resolve(dataDir), 'postgres');
  const root = existsSync(home) ? knownRoot(home) : undefined;
  if (root) rmSync(root, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

const pointer = (home: string) => join(home, 'elsewhere.json');

function knownRoot(home: string): string | undefined {
  if (existsSync(join(home, 'data'))) return home;
  if (!existsSync(pointer(home))) return undefined;
  const { root } = JSON.parse(readFileSync(pointer(home), 'utf8')) as { root: string };
  if (existsSync(root)) return root;
  // Beginning with an empty database here would look like everybody's work had vanished.
  throw new Error(
    `${pointer(home)} says that the database is in ${root}, which is gone. ` +
      'Put it back, or delete that file to begin with an empty database.',
  );
}

function chooseRoot(home: string): string {
  const account = serverAccount(join(home, 'data'));
  if (canEnter(account, home)) return home;
  for (const folder of SHARED_FOLDERS) {
    if (!isUsable(folder)) continue;
    const root = mkdtempSync(join(folder, folder.endsWith('weft') ? 'db-' : 'weft-'));
    chmodSync(root, 0o711);
    if (canEnter(account, root)) {
      writeFileSync(
        join(root, 'README'),
        `The database of ${dirname(home)}, which PostgreSQL's user cannot enter.\n`,
      );
      writeFileSync(`${pointer(home)}.new`, `${JSON.stringify({ root }, null, 2)}\n`);
      renameSync(`${pointer(home)}.new`, pointer(home));
      return root;
    }
    rmSync(root, { recursive: true });
  }
  throw new Error(
    `PostgreSQL does not run as root, and the user that runs it can enter neither ${home} nor ` +
      `${SHARED_FOLDERS.join(' nor ')}. Put the project in a folder that others may enter (chmod o+x), or set DATABASE_URL.`,
  );
}

function isUsable(folder: string): boolean {
  try {
    // Explicitly, as a umask of 077 would shut out the account that this folder is for.
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

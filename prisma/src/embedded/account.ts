/**
 * As whom the server runs. PostgreSQL refuses root, so root hands it to another account: to the owner of the
 * data where there is data, else to `postgres`, made when absent. Everybody else runs it as themselves.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Numbers of the account that runs the server, or undefined for "the one that runs Weft". */
export type Account = { uid: number; gid: number } | undefined;

const WAY_OUT = 'Start Weft as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.';

/**
 * @param data the cluster's data folder, which may not exist yet
 * @throws when this user may not run a server on that data, or no account can be had
 */
export function serverAccount(data: string): Account {
  const me = process.getuid?.();
  if (me === undefined) return undefined; // Windows
  const owner = statSync(data, { throwIfNoEntry: false });
  if (me !== 0) {
    if (owner && owner.uid !== me) {
      throw new Error(
        `The database in ${data} belongs to user ${owner.uid} and you are user ${me}. Start Weft as that user or as root.`,
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return lookUp('postgres') ?? create('postgres');
}

function lookUp(name: string): Account {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(name: string): Account {
  spawnSync('groupadd', ['--system', name]); // may exist already
  const made = spawnSync('useradd', ['--system', '--gid', name, '--no-create-home', name], {
    encoding: 'utf8',
  });
  const account = lookUp(name);
  if (account) return account;
  const reason = made.error?.message ?? made.stderr.trim();
  throw new Error(
    `PostgreSQL does not run as root, and a user "${name}" could not be made (${reason}). ${WAY_OUT}`,
  );
}

/** Whether that account can enter the folder, found out by trying: mode bits do not tell about ACLs. */
export function canEnter(account: Account, folder: string): boolean {
  if (!account) return true;
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/' });
  if (tried.error) {
    throw new Error(
      `This root may not start programs as another user (${tried.error.message}), and PostgreSQL does not run as root. ${WAY_OUT}`,
    );
  }
  return tried.status === 0;
}

/** Whether that account can run the program, with all the libraries that it loads. */
export function canRun(account: Account, program: string): boolean {
  if (!account) return true;
  return spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0;
}

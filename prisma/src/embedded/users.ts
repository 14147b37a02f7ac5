/**
 * Which Weft processes use an embedded server: one small file each in `<root>/users`.
 *
 * Call every function here under the server's mutex. A file whose process is gone (kill -9, power cut, a number
 * that now belongs to another program) is removed when it is next looked at.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './processes.ts';

let counter = 0;

/** Records this process as a user of the server at `root`; returns the file that `unregister` removes. */
export function register(root: string): string {
  const folder = join(root, 'users');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}.${++counter}.json`);
  const user = { pid: process.pid, identity: processIdentity(process.pid), since: new Date().toISOString() };
  writeFileSync(file, JSON.stringify(user));
  return file;
}

export function unregister(file: string): void {
  rmSync(file, { force: true });
}

/** The process numbers of live users, dead ones forgotten. */
export function liveUsers(root: string): number[] {
  const folder = join(root, 'users');
  const live: number[] = [];
  for (const name of list(folder)) {
    const user = read(join(folder, name));
    if (user && processIdentity(user.pid) === user.identity) live.push(user.pid);
    else rmSync(join(folder, name), { force: true });
  }
  return live;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): { pid: number; identity: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // cut short by the death of its writer
  }
}

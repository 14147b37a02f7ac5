/** Telling a live process from a dead one whose number somebody else has now. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A text that only this very process has: its boot and its start time. Undefined when no such process runs.
 *
 * A zombie counts as dead: under a container's first process that never reaps, a killed server stays one for
 * ever, and `kill(pid, 0)` would call it alive.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (process.platform === 'win32') return windowsIdentity(pid);
  return posixIdentity(pid);
}

function linuxIdentity(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The command's name may hold spaces and brackets, so fields are counted from the last bracket (proc(5)):
  // the third field, the state, comes first; the 22nd is the start time in clock ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${bootId()}:${fields[19]}`;
}

let boot: string | undefined;

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return boot;
}

function posixIdentity(pid: number): string | undefined {
  const line = output('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [, state, start] = /^\s*(\S+)\s+(.+?)\s*$/m.exec(line ?? '') ?? [];
  return state === undefined || state.startsWith('Z') ? undefined : start;
}

function windowsIdentity(pid: number): string | undefined {
  const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
  return output('powershell.exe', ['-NoProfile', '-Command', script])?.trim() || undefined;
}

function output(command: string, args: string[]): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync(command, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

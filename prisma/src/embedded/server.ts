/**
 * Starting and stopping the PostgreSQL process of one root folder. Call every function under the root's mutex.
 *
 * States, as PostgreSQL itself writes them into data/postmaster.pid:
 *
 *   stopped → starting → ready → stopping → stopped
 *
 * Any of them may find its process gone (kill -9, power cut): the file then stays behind, and `serverState`
 * says stopped. The server is detached from whoever starts it: it has a session of its own, so Ctrl-C in the
 * terminal reaches Weft only, and Weft may die without taking other processes' database along.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataFolder } from './cluster.ts';
import type { ClusterOptions } from './cluster.ts';
import { freePort, nextPort } from './ports.ts';
import { processIdentity } from './processes.ts';
import { serverFlags } from './settings.ts';

export type ServerState =
  { is: 'stopped' } | { is: 'starting' | 'ready' | 'stopping'; pid: number; port: number };

const POLL_MS = 10;
/** A crashed database replays its log before it is ready, up to max_wal_size: seconds, minutes on a slow disk. */
const READY_MS = 300_000;
const STOP_MS = 120_000;
/** After kill -9 of the postmaster its children notice within moments, unless one is inside a long query. */
const ORPHANS_MS = 30_000;
const LOG_LIMIT_BYTES = 10_000_000;

/** What the server of this root is doing. A postmaster.pid whose process is gone, or is another program, is stale. */
export function serverState(root: string): ServerState {
  const lines = readLines(pidFile(root));
  const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()];
  const identity = processIdentity(pid);
  const started = readStarted(root);
  const isOther = started?.pid === pid && started.identity !== identity;
  if (!lines[0] || !identity || isOther) return { is: 'stopped' };
  if (status === 'ready' || status === 'stopping') return { is: status, pid, port };
  return { is: 'starting', pid, port };
}

/**
 * Starts the server and waits until it takes connections.
 *
 * @throws with the last lines of PostgreSQL's own log when it does not start
 */
export async function startServer(options: ClusterOptions): Promise<{ pid: number; port: number }> {
  const { root } = options;
  // PostgreSQL keeps a stale file when its number is another process of the same user now, or a zombie.
  rmSync(pidFile(root), { force: true });
  rotateLog(root);
  let port = await freePort(readStarted(root)?.port ?? root);
  const giveUp = performance.now() + ORPHANS_MS;
  for (;;) {
    const { pid, logFrom, ended } = launch(options, port);
    if (await isReady(root, pid, ended)) return { pid, port };
    const said = readFileSync(logFile(root), 'utf8').slice(logFrom);
    const portTaken = /could not bind .*in use/i.test(said);
    const orphansLeft = /shared memory block .* is still in use/.test(said) && performance.now() < giveUp;
    if (portTaken) port = await freePort(nextPort(port));
    else if (orphansLeft) await pause(100);
    else throw new Error(`PostgreSQL did not start in ${root}. It said:\n${lastLines(said)}`);
  }
}

/**
 * Stops the server the fast way: open transactions are rolled back, everything committed is flushed.
 *
 * @param wait false only asks it to stop, for the last moment of a process
 */
export function askToStop(options: Pick<ClusterOptions, 'root' | 'binaries'>, pid: number): void {
  if (process.platform === 'win32') {
    // Windows has no SIGINT between processes; pg_ctl talks to the server through a pipe of PostgreSQL's own.
    spawnSync(options.binaries.pgCtl, ['stop', '-m', 'fast', '-W', '-D', dataFolder(options.root)]);
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits for a server that was asked to stop. */
export async function untilStopped(root: string): Promise<void> {
  const giveUp = performance.now() + STOP_MS;
  while (serverState(root).is !== 'stopped') {
    if (performance.now() > giveUp)
      throw new Error(`PostgreSQL in ${root} has not stopped within ${STOP_MS / 1000} s.`);
    await pause(POLL_MS);
  }
}

/** Waits for a server that somebody started; true once it takes connections, false when it ended instead. */
export async function isReady(root: string, pid: number, ended?: () => boolean): Promise<boolean> {
  const giveUp = performance.now() + READY_MS;
  for (;;) {
    const state = serverState(root);
    if (state.is === 'ready' && state.pid === pid) return true;
    if (ended ? ended() : state.is === 'stopped') return false;
    if (performance.now() > giveUp)
      throw new Error(`PostgreSQL in ${root} is not ready after ${READY_MS / 1000} s.`);
    await pause(POLL_MS);
  }
}

function launch(options: ClusterOptions, port: number) {
  const { root, account, binaries, durable } = options;
  const data = dataFolder(root);
  const log = openSync(logFile(root), 'a', 0o600);
  const logFrom = statSync(logFile(root)).size;
  try {
    const child = spawn(binaries.postgres, ['-D', data, ...serverFlags({ durable, port })], {
      ...account,
      cwd: data, // the account may not be able to enter ours
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, LC_ALL: 'C' },
      windowsHide: true,
    });
    let over = false;
    child.on('exit', () => (over = true));
    child.on('error', () => (over = true));
    child.unref();
    const pid = child.pid ?? 0;
    writeFileSync(join(root, 'server.json'), JSON.stringify({ pid, port, identity: processIdentity(pid) }));
    return { pid, logFrom, ended: () => over };
  } finally {
    closeSync(log);
  }
}

const pidFile = (root: string) => join(dataFolder(root), 'postmaster.pid');
const logFile = (root: string) => join(root, 'server.log');

function readStarted(root: string): { pid: number; port: number; identity: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(root, 'server.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function rotateLog(root: string): void {
  const size = statSync(logFile(root), { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(logFile(root), `${logFile(root)}.1`);
}

const lastLines = (text: string) => text.trim().split('\n').slice(-10).join('\n') || '(nothing)';

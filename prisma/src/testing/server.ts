/** A PostgreSQL of a test's own: real, throw-away, and with a kill switch. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOptions, ensureServer } from '../embedded.ts';
import { withMutex } from '../embedded/mutex.ts';
import { removeRoot, resolveRoot } from '../embedded/place.ts';
import { processIdentity } from '../embedded/processes.ts';
import { askToStop, serverState, untilStopped } from '../embedded/server.ts';
import { createDatabase } from './database.ts';
import type { TestDatabase, TestDatabaseOptions } from './database.ts';

export interface TestServerOptions {
  /**
   * Wait for the disk at each commit, default false (twice as fast, and kill -9 loses nothing either way: only
   * a power cut would). WEFT_TEST_FSYNC=1 turns it on for a whole run.
   */
  durable?: boolean;
}

export interface TestServer {
  /** Where its files are. */
  folder: string;
  /** A new migrated database on this server. */
  createDatabase(options?: TestDatabaseOptions): Promise<TestDatabase>;
  /** The postmaster's process number; undefined while it is down. */
  pid(): number | undefined;
  /** Kills PostgreSQL as a crash would (SIGKILL to the postmaster) and waits until it is gone. */
  kill9(): Promise<void>;
  /** Starts PostgreSQL again, on the same port, recovering what was committed. */
  restart(): Promise<void>;
  /** Stops it and deletes its files. */
  stop(): Promise<void>;
}

const PREFIX = 'weft-test-';

/** Starts a server of the caller's own, in a new temporary folder. About 0.6 s. */
export async function startServer({ durable = false }: TestServerOptions = {}): Promise<TestServer> {
  const folder = newTestFolder();
  const { root, port } = await ensureTestServer(folder, durable);
  return {
    folder,
    createDatabase: (options) => createDatabase({ root, port }, options),
    pid() {
      const state = serverState(root);
      return state.is === 'stopped' ? undefined : state.pid;
    },
    async kill9() {
      const state = serverState(root);
      if (state.is === 'stopped') return;
      process.kill(state.pid, 'SIGKILL');
      await untilStopped(root);
    },
    async restart() {
      await ensureTestServer(folder, durable);
    },
    stop: () => stopTestServer(folder),
  };
}

/** A folder under the temporary one that another account may enter, as PostgreSQL's must when root runs tests. */
export function newTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o755);
  const owner = { pid: process.pid, identity: processIdentity(process.pid) };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  return folder;
}

/** Ends and deletes the servers of processes that were killed before they could. */
export async function sweepTestFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as {
        pid: number;
        identity: string;
      };
      if (processIdentity(owner.pid) !== owner.identity) await stopTestServer(folder);
    } catch {
      // Not ours to remove, or being removed by another run.
    }
  }
}

/** Starts or joins the server in a folder. */
export async function ensureTestServer(
  folder: string,
  durable = process.env['WEFT_TEST_FSYNC'] === '1',
): Promise<{ root: string; port: number }> {
  const root = await resolveRoot(folder);
  const { port } = await withMutex(join(root, 'lock'), () =>
    ensureServer(clusterOptions(root, durable), () => {}),
  );
  return { root, port };
}

/** Stops the server in a folder, if it runs, and deletes the folder. */
export async function stopTestServer(folder: string): Promise<void> {
  const root = await resolveRoot(folder);
  const state = serverState(root);
  if (state.is !== 'stopped') {
    askToStop(clusterOptions(root, false), state.pid);
    await untilStopped(root);
  }
  removeRoot(folder);
  rmSync(folder, { recursive: true, force: true });
}

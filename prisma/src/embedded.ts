/**
 * The database that Weft brings along: a real PostgreSQL 18 in `<dataDir>/postgres`, started when the first
 * Weft process needs it, shared by all of them, stopped by the last one out.
 *
 * Everything that starts, joins, leaves or stops it happens under one mutex between processes, so two that
 * start together make one database, and one that leaves while another comes never stops it under the other.
 * Who uses it is known by one file per process (`embedded/users.ts`). A process killed with -9 leaves its file
 * and perhaps a running server behind; the next one joins that server, drops the file, and stops it when done.
 *
 * The server outlives its starter and has a session of its own: Ctrl-C in a terminal reaches Weft alone, which
 * stops its work first and calls `close()` last.
 */
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from './embedded/account.ts';
import { reachableBinaries } from './embedded/binaries.ts';
import { dataFolder, ensureCluster, ensureDatabase, weftUrl } from './embedded/cluster.ts';
import type { ClusterOptions } from './embedded/cluster.ts';
import { tryLock, withMutex } from './embedded/mutex.ts';
import { resolveRoot } from './embedded/place.ts';
import { askToStop, isReady, serverState, startServer, untilStopped } from './embedded/server.ts';
import { liveUsers, register, unregister } from './embedded/users.ts';

export interface EmbeddedOptions {
  /** Weft's data folder, normally `.weft`; its path may be of any length. Made when absent. */
  dataDir: string;
  /** Receives one sentence for each thing worth telling, such as a first start. Default: silence. */
  log?: (line: string) => void;
  /** Wait for the disk at each commit, default true. False only where the data may be lost in a power cut. */
  durable?: boolean;
}

export interface EmbeddedDatabase {
  /** Connection string of Weft's role and database. Stays the same over restarts unless its port was taken. */
  readonly url: string;
  /** The folder that holds the cluster, passwords and log; outside `dataDir` where root had to put it elsewhere. */
  readonly root: string;
  /** Starts the server again if it is gone. `restarted` tells whether this call had to; use the returned url. */
  ensureRunning(): Promise<{ url: string; restarted: boolean }>;
  /** Leaves; the last process out stops the server (fast: open transactions roll back) and waits for its end. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database: makes, starts or joins it. Typical times: 1 s for the first start, 0.1 s for a
 * later one, 15 ms to join.
 *
 * @throws with what to do about it when PostgreSQL cannot run here (no binaries, no account to run as, data of
 *   another version or another user)
 */
export async function openEmbedded({
  dataDir,
  log = () => {},
  durable = true,
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const root = await resolveRoot(dataDir);
  const lock = join(root, 'lock');
  const server = () => clusterOptions(root, durable);

  const opened = await withMutex(lock, async () => ({
    port: (await ensureServer(server(), log)).port,
    registration: register(root),
  }));
  let { port } = opened;
  let leaving: Promise<void> | undefined;

  const leave = async () => {
    process.off('exit', leaveAtExit);
    await withMutex(lock, async () => {
      unregister(opened.registration);
      if (liveUsers(root).length > 0) return;
      const state = serverState(root);
      if (state.is === 'stopped') return;
      askToStop(server(), state.pid);
      await untilStopped(root);
    });
  };

  /** `process.exit()` and uncaught errors: nothing asynchronous happens any more, asking the server to stop does. */
  const leaveAtExit = () => {
    const release = tryLock(lock);
    unregister(opened.registration);
    if (!release) return; // somebody is coming or going, and looks after the server
    const state = serverState(root);
    if (liveUsers(root).length === 0 && state.is !== 'stopped') askToStop(server(), state.pid);
    release();
  };
  process.on('exit', leaveAtExit);

  return {
    get url() {
      return weftUrl(root, port);
    },
    root,
    async ensureRunning() {
      if (leaving) throw new Error('This embedded database was closed.');
      if (await answers(weftUrl(root, port))) return { url: weftUrl(root, port), restarted: false };
      return await withMutex(lock, async () => {
        const found = await ensureServer(server(), log);
        port = found.port;
        return { url: weftUrl(root, port), restarted: found.started };
      });
    },
    close() {
      leaving ??= leave();
      return leaving;
    },
  };
}

/** Makes the cluster, starts the server or joins the running one. Call under the mutex. */
export async function ensureServer(
  options: ClusterOptions,
  log: (line: string) => void,
): Promise<{ pid: number; port: number; started: boolean }> {
  const { root } = options;
  const state = serverState(root);
  if (state.is === 'stopping') await untilStopped(root);
  const isThere = state.is === 'ready' || (state.is === 'starting' && (await isReady(root, state.pid)));
  if (isThere && (await answers(weftUrl(root, state.port)))) return { ...state, started: false };

  const began = performance.now();
  if (!isThere) await ensureCluster(options);
  const running = isThere ? state : await startServer(options);
  await ensureDatabase(root, running.port);
  log(
    `PostgreSQL runs on port ${running.port} with its data in ${dataFolder(root)} (${Math.round(performance.now() - began)} ms).`,
  );
  return { pid: running.pid, port: running.port, started: !isThere };
}

/** Who runs the server and with which programs. Found anew each time: an update may have changed both. */
export function clusterOptions(root: string, durable: boolean): ClusterOptions {
  const account = serverAccount(dataFolder(root));
  return { root, account, binaries: reachableBinaries(account, root), durable };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // told through connect and query
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

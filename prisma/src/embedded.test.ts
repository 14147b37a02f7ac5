import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from './embedded.ts';
import type { EmbeddedDatabase } from './embedded.ts';
import { resolveRoot } from './embedded/place.ts';
import { serverState, untilStopped } from './embedded/server.ts';
import { newTestFolder } from './testing/server.ts';

const holders = new Set<ChildProcessWithoutNullStreams>();

/** Starts another process that holds the database; resolves when it has it open. */
async function hold(dataDir: string, script = join(import.meta.dirname, 'testing/holdEmbedded.ts')) {
  const child = spawn(process.execPath, [script, dataDir], { detached: true });
  holders.add(child);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error(complaint);
  const gone = once(child, 'exit');
  return {
    pid: child.pid!,
    url: (JSON.parse(first.value) as { url: string }).url,
    nextLine: async () => (await lines.next()).value as string | undefined,
    async close() {
      child.stdin.end();
      await gone;
    },
    async exit() {
      child.stdin.write('exit\n');
      await gone;
    },
    async kill9() {
      child.kill('SIGKILL');
      await gone;
    },
    /** What Ctrl-C in a terminal does: the signal goes to the whole foreground group. */
    interruptGroup: () => process.kill(-child.pid!, 'SIGINT'),
  };
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('openEmbedded', () => {
  // Longer than a Unix socket's path may be, with characters that shells and URLs trip over.
  const folder = newTestFolder();
  const dataDir = join(folder, 'a folder with a rather long name '.repeat(5), "it's #1 %20", '.weft');
  let root: string;

  const opened: EmbeddedDatabase[] = [];
  const open = async () => {
    const database = await openEmbedded({ dataDir, durable: false });
    opened.push(database);
    return database;
  };
  const state = () => serverState(root).is;
  const pid = () => {
    const found = serverState(root);
    return found.is === 'stopped' ? undefined : found.pid;
  };

  beforeAll(async () => {
    mkdirSync(dataDir, { recursive: true });
    root = await resolveRoot(dataDir);
  });
  afterEach(async () => {
    for (const child of holders)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    holders.clear();
    await Promise.all(opened.splice(0).map((database) => database.close()));
    if (state() !== 'stopped') throw new Error('The test left a server running.');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes one database when two processes start at the same moment, and stops it after the last', async () => {
    const [one, two] = await Promise.all([hold(dataDir), hold(dataDir)]);
    expect(one.url).toBe(two.url);
    await one.close();
    expect(await query(two.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await two.close();
    expect(state()).toBe('stopped');
  });

  it('keeps what was committed when it is stopped and started again, under the same address', async () => {
    const first = await open();
    await query(first.url, 'create table kept as select 7 as n');
    await first.close();
    const second = await open();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.close();
  });

  it('serves a role without special powers, in UTC and UTF-8, sorted by code point', async () => {
    const database = await open();
    const rows = await query(
      database.url,
      `select current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
              (select rolsuper from pg_roles where rolname = current_user) as powers,
              array(select v from (values ('b'), ('A'), ('ä'), ('a')) t (v) order by v) as sorted,
              upper('örtchen') as upper`,
    );
    expect(rows).toEqual([
      { zone: 'UTC', encoding: 'UTF8', powers: false, sorted: ['A', 'a', 'b', 'ä'], upper: 'ÖRTCHEN' },
    ]);
    await database.close();
  });

  it('keeps passwords and data from other users', async () => {
    const database = await open();
    expect(statSync(join(root, 'credentials.json')).mode & 0o077).toBe(0);
    expect(statSync(join(root, 'data')).mode & 0o077).toBe(0);
    await expect(query(database.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    await database.close();
  });

  it('forgets a process that was killed, and stops with the last one alive', async () => {
    const database = await open();
    const other = await hold(dataDir);
    await other.kill9();
    await database.close();
    expect(state()).toBe('stopped');
  });

  it('leaves a running server behind when its only process is killed, and the next one joins it', async () => {
    const lonely = await hold(dataDir);
    const server = pid();
    await lonely.kill9();
    expect(state()).toBe('ready');
    const next = await open();
    expect(pid()).toBe(server);
    await next.close();
    expect(state()).toBe('stopped');
  });

  it('lets a process finish its work after Ctrl-C, as the signal does not reach the server', async () => {
    const holder = await hold(dataDir);
    holder.interruptGroup();
    expect(await holder.nextLine()).toBe('closed'); // it did a query after the signal
    expect(state()).toBe('stopped');
  });

  it('stops when the last process exits without closing', async () => {
    const careless = await hold(dataDir);
    await careless.exit();
    await untilStopped(root);
  });

  it('is started again by ensureRunning when PostgreSQL was killed, without losing a commit', async () => {
    const database = await open();
    expect(await database.ensureRunning()).toEqual({ url: database.url, restarted: false });
    await query(database.url, 'create table survivors as select 1 as n');
    process.kill(pid()!, 'SIGKILL');
    await untilStopped(root);
    expect(await database.ensureRunning()).toEqual({ url: database.url, restarted: true });
    expect(await query(database.url, 'select n from survivors')).toEqual([{ n: 1 }]);
    await database.close();
    await expect(database.ensureRunning()).rejects.toThrow(/closed/);
  });

  it('restarts once when two processes notice together that PostgreSQL is gone', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    process.kill(pid()!, 'SIGKILL');
    await untilStopped(root);
    const restarts = await Promise.all([one.ensureRunning(), two.ensureRunning()]);
    expect(restarts.filter(({ restarted }) => restarted)).toHaveLength(1);
    await Promise.all([one.close(), two.close()]);
  });

  it('starts although a stale postmaster.pid names a process that runs now', async () => {
    const left = { pid: process.pid, port: 20_000, identity: 'a process of an earlier boot' };
    writeFileSync(join(root, 'server.json'), JSON.stringify(left));
    writeFileSync(
      join(root, 'data/postmaster.pid'),
      `${process.pid}\n${root}/data\n0\n20000\n\n127.0.0.1\n\nready   \n`,
    );
    expect(state()).toBe('stopped');
    const database = await open();
    expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
  });

  it('takes another port when its own belongs to somebody else now', async () => {
    const before = await open();
    const port = Number(new URL(before.url).port);
    await before.close();
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const after = await open();
    expect(Number(new URL(after.url).port)).not.toBe(port);
    expect(await query(after.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await after.close();
    squatter.close();
  });

  it('says what to do with data of another PostgreSQL', async () => {
    const version = join(root, 'data/PG_VERSION');
    writeFileSync(version, '12\n');
    await expect(open()).rejects.toThrow(/made by PostgreSQL 12, and this Weft brings 18\. .*pg_dump/);
    writeFileSync(version, '18\n');
  });

  it("shows PostgreSQL's own words when it does not start", async () => {
    const controlFile = join(root, 'data/global/pg_control');
    renameSync(controlFile, `${controlFile}.away`);
    await expect(open()).rejects.toThrow(/did not start.*pg_control/s);
    renameSync(`${controlFile}.away`, controlFile);
  });
});

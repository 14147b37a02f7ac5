/** A database per test file, cloned from a migrated template. */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { adminUrl, ROLE, weftUrl } from '../embedded/cluster.ts';
import { withMutex } from '../embedded/mutex.ts';
import { migrate } from '../migrate.ts';
import { migrationsHash, readMigrations } from '../migrationFiles.ts';
import { createPool } from '../pool.ts';
import { WAIT_MS } from './limits.ts';

export interface TestDatabaseOptions {
  /** Default true. False gives an empty database. */
  migrated?: boolean;
  /**
   * More to put into the template after the migrations, such as the tables of a queue: done once per test run
   * and name, not once per test file.
   */
  prepare?: { name: string; run: (url: string) => Promise<void> };
  /** Most connections of `pool`, default 10. */
  max?: number;
  /** How long connections that were just closed may take to be gone when it is dropped. Default {@link WAIT_MS}. */
  leavingMs?: number;
}

export interface TestDatabase extends AsyncDisposable {
  url: string;
  pool: pg.Pool;
  /**
   * Ends the pool and drops the database.
   *
   * @throws when other connections were left open: what holds them would hold up a real shutdown too
   */
  drop(): Promise<void>;
}

interface Place {
  root: string;
  port: number;
}

export async function createDatabase(place: Place, options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = await ensureTemplate(place, options);
  await asAdmin(place, (admin) => admin.query(`create database ${name} template ${template} owner ${ROLE}`));
  const url = weftUrl(place.root, place.port, name);
  const pool = createPool({ url, max: options.max, applicationName: 'weft:test' });
  let dropping: Promise<void> | undefined;
  const drop = () =>
    (dropping ??= dropDatabase(place, { name, pool, leavingMs: options.leavingMs ?? WAIT_MS }));
  return { url, pool, drop, [Symbol.asyncDispose]: drop };
}

async function dropDatabase(
  place: Place,
  { name, pool, leavingMs }: { name: string; pool: pg.Pool; leavingMs: number },
): Promise<void> {
  await pool.end();
  const left = await asAdmin(place, async (admin) => {
    const connections = await connectionsLeft(admin, name, leavingMs);
    await admin.query(`drop database ${name} with (force)`);
    return connections;
  });
  if (left.length > 0)
    throw new Error(`Connections to the test database were left open:\n${left.join('\n')}`);
}

/** Those still open after `leavingMs`; a server's processes notice some time later that their client has left. */
async function connectionsLeft(admin: pg.Client, name: string, leavingMs: number): Promise<string[]> {
  const giveUp = performance.now() + leavingMs;
  for (;;) {
    const { rows } = await admin.query<{ line: string }>(
      `select format('%s (%s): %s', application_name, state, left(query, 200)) as line
         from pg_stat_activity where datname = $1`,
      [name],
    );
    if (rows.length === 0 || performance.now() > giveUp) return rows.map(({ line }) => line);
    await pause(10);
  }
}

/** Templates made by this process or found made; names hold a hash, so an edited migration makes a new one. */
const templates = new Map<string, Promise<string>>();

function ensureTemplate(place: Place, options: TestDatabaseOptions): Promise<string> {
  const { migrated = true, prepare } = options;
  if (!migrated && !prepare) return Promise.resolve('template0');
  const migrations = migrated ? readMigrations() : [];
  const key = `${place.root}:${migrationsHash(migrations)}:${prepare?.name ?? ''}`;
  const template = `template_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  const made =
    templates.get(key) ??
    makeTemplate(place, template, async (url) => {
      await migrate(url, { migrations });
      await prepare?.run(url);
    });
  templates.set(key, made);
  made.catch(() => templates.delete(key));
  return made;
}

async function makeTemplate(
  place: Place,
  template: string,
  fill: (url: string) => Promise<void>,
): Promise<string> {
  return await withMutex(join(place.root, 'template.lock'), () =>
    asAdmin(place, async (admin) => {
      const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
      if (rowCount) return template;
      // Filled under another name and renamed, so that a failure leaves no half-filled template behind.
      const unfinished = `${template}_unfinished`;
      await admin.query(`drop database if exists ${unfinished} with (force)`);
      await admin.query(`create database ${unfinished} owner ${ROLE}`);
      await fill(weftUrl(place.root, place.port, unfinished));
      await admin.query(`alter database ${unfinished} rename to ${template}`);
      return template;
    }),
  );
}

async function asAdmin<T>(place: Place, task: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl(place.root, place.port) });
  admin.on('error', () => {}); // told through the query
  await admin.connect();
  try {
    return await task(admin);
  } finally {
    await admin.end();
  }
}

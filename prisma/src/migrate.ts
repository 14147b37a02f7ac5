/**
 * Bringing a database to this code's schema. Every start of Weft calls `migrate`; when there is nothing to do
 * it is one query (2 ms) and the engine is not even loaded.
 *
 * All pending migrations and their rows in `_prisma_migrations` commit in ONE transaction, under an advisory
 * lock of that transaction. So simultaneous starts queue, and a failure or a kill at any point leaves the
 * database as it was. Prisma's own commands leave a half-recorded migration behind in that case, which a
 * person must resolve. The price: no statement that PostgreSQL refuses inside a transaction, such as CREATE
 * INDEX CONCURRENTLY.
 */
import pg from 'pg';
import { readMigrations } from './migrationFiles.ts';
import type { Migration } from './migrationFiles.ts';
import type { BoundEngine } from './schemaEngine.ts';

/** Any number that nobody else uses for an advisory lock; this one spells "weft". */
const LOCK = 0x77656674;

export interface MigrateOptions {
  /** Default: the migrations of this package. */
  migrations?: readonly Migration[];
}

/**
 * Applies what is missing.
 *
 * @returns the names applied now, in order; empty when the database was up to date
 * @throws MigrationError, with what to do, when the database is newer than this code, when a migration was
 *   edited after it had been applied, or when one fails (then nothing was changed)
 */
export async function migrate(
  url: string,
  { migrations = readMigrations() }: MigrateOptions = {},
): Promise<string[]> {
  if (pending(await recordedIn(url), migrations).length === 0) return [];
  const { engineList, NO_FILTERS, withSchemaEngine } = await import('./schemaEngine.ts'); // 30 ms, seldom needed
  return await withSchemaEngine({ url }, async ({ engine, connection, scriptError }) => {
    await connection.query('begin');
    // Released with the transaction, also when this process dies.
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    // A change that waits for a long transaction holds up everything that comes after it: rather fail and say so.
    await connection.query(`set local lock_timeout = '30s'`);
    const names = pending(await recorded(connection), migrations).map(({ name }) => name);
    try {
      if (names.length > 0)
        await engine.applyMigrations({ migrationsList: engineList(migrations), filters: NO_FILTERS });
      await connection.query('commit');
    } catch (error) {
      throw failure(names, error, scriptError());
    }
    return names;
  });
}

/** Something about the database's migrations that a person has to decide. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

interface Recorded {
  name: string;
  checksum: string;
  finished: boolean;
}

/** What of the code the database lacks, once it is clear that the two belong together. Pure. */
export function pending(database: readonly Recorded[], code: readonly Migration[]): Migration[] {
  const known = new Map(code.map((migration) => [migration.name, migration]));
  const newer = database.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (newer.length > 0) {
    throw new MigrationError(
      `This database was made by a newer Weft: it has ${list(newer)}, which this one does not know. Update Weft, ` +
        'or point DATABASE_URL (or the data folder) at another database.',
    );
  }
  const edited = database.filter(({ name, checksum }) => known.get(name)?.checksum !== checksum);
  if (edited.length > 0) {
    throw new MigrationError(
      `${list(edited.map(({ name }) => name))} was changed after it had been applied to this database, so the ` +
        'database differs from the code. Undo the change and add a new migration; or, where the data does not ' +
        'matter, drop the database and start again.',
    );
  }
  const unfinished = database.filter(({ finished }) => !finished).map(({ name }) => name);
  if (unfinished.length > 0) {
    throw new MigrationError(
      `${list(unfinished)} was begun on this database by another tool and did not finish. Look at what it left, ` +
        'then run: npx prisma migrate resolve --rolled-back <name> (or --applied <name>).',
    );
  }
  const done = new Set(database.map(({ name }) => name));
  return code.filter(({ name }) => !done.has(name));
}

async function recordedIn(url: string): Promise<Recorded[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'weft:migrate' });
  client.on('error', () => {}); // told through the query
  await client.connect();
  try {
    return await recorded(client);
  } finally {
    await client.end();
  }
}

async function recorded(connection: { query: pg.Pool['query'] | pg.Client['query'] }): Promise<Recorded[]> {
  const query = connection.query.bind(connection) as pg.Pool['query'];
  const table = await query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  );
  if (!table.rows[0]?.there) return [];
  const { rows } = await query<Recorded>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null order by migration_name`,
  );
  return rows;
}

function failure(
  names: string[],
  error: unknown,
  inScript: ReturnType<BoundEngine['scriptError']>,
): MigrationError {
  const { code, message } = error as Error & { code?: string };
  if (code === NOT_EMPTY) {
    return new MigrationError(
      "This database holds tables that are not Weft's. Nothing was changed. Give Weft a database of its own.",
      { cause: error },
    );
  }
  const reason = inScript ? sentence(inScript) : message;
  const cause = inScript?.error ?? error;
  return new MigrationError(`Applying ${list(names)} failed and the database was left as it was. ${reason}`, {
    cause,
  });
}

/** Prisma's code for a schema that has tables but no record of migrations. */
const NOT_EMPTY = 'P3005';

/** PostgreSQL's message with the line of the script that it is about. */
function sentence({ script, error }: { script: string; error: pg.DatabaseError }): string {
  const line = script.slice(0, Number(error.position ?? 0)).split('\n').length;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  return `PostgreSQL says${error.position === undefined ? '' : ` about line ${line}`}: ${error.message}.${hint}`;
}

const list = (names: readonly string[]) => `migration${names.length === 1 ? '' : 's'} ${names.join(', ')}`;

import type { EmbeddedDatabase } from '@weft/db';
import type { Engine } from '@weft/engine';
import type pg from 'pg';
import type { Cli } from './cli.ts';
import { CommandError } from './errors.ts';
import { keepDatabaseUp } from './keepDatabaseUp.ts';

/** The tenant of a single-user installation; the first migration makes it. */
export const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';

export interface Opened {
  readonly engine: Engine;
  readonly pool: pg.Pool;
  /** For connections of one's own; holds the password. */
  readonly url: string;
  /** The database as it may be shown: without its password. */
  readonly database: string;
  /** Leaves in order: engine, connections, then the embedded server, if nobody else uses it. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Brings the embedded server back when it dies, for commands that stay. Default false. */
  readonly keepUp?: boolean;
}

/** Opens the database, brings it to this code's schema, and opens the engine on it. */
export async function open(cli: Cli, { keepUp = false }: OpenOptions = {}): Promise<Opened> {
  const { config, parts, output } = cli;
  const { createPool, migrate } = await import('@weft/db');
  const embedded = config.databaseUrl === undefined ? await openEmbedded(cli) : null;
  const url = embedded?.url ?? config.databaseUrl!;
  const closers: (() => Promise<void>)[] = [];
  if (embedded !== null) closers.push(async () => await embedded.close());
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const applied = await migrate(url).catch((error: unknown) => {
      throw unreachable(error, cli);
    });
    if (applied.length > 0) output.note(`Database prepared (${applied.length} migrations).`);
    const pool = createPool({ url, applicationName: 'weft', max: 10 });
    closers.push(async () => await pool.end());
    const engine = await openEngineOn({ cli, url, pool });
    closers.push(async () => await engine.close());
    if (embedded !== null && keepUp) {
      const keeper = keepDatabaseUp({ embedded, pool, say: (line) => output.note(line) });
      closers.push(async () => await keeper.stop());
    }
    return { engine, pool, url, database: await shownDatabase(cli, embedded), close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }

  async function openEngineOn({ url, pool }: { cli: Cli; url: string; pool: pg.Pool }): Promise<Engine> {
    const [{ adoptFolders, openEngine }, { modelHooks }] = await Promise.all([
      import('@weft/engine'),
      import('@weft/server/models'),
    ]);
    await adoptFolders(pool, config.storeUrl, config.former);
    return await openEngine({
      url,
      pool,
      workspaceId: DEFAULT_WORKSPACE,
      storeUrl: config.storeUrl,
      specs: await parts.loadSpecs(),
      executors: await parts.loadExecutors(),
      specsModule: parts.specsModule,
      executorsModule: parts.executorsModule,
      hooks: [modelHooks],
    });
  }
}

async function openEmbedded({ config, output }: Cli): Promise<EmbeddedDatabase> {
  const db = await import('@weft/db');
  return await db.openEmbedded({
    dataDir: config.dataDir,
    ...(config.log === 'debug' ? { log: (line: string) => output.note(line) } : {}),
  });
}

async function shownDatabase({ config }: Cli, embedded: EmbeddedDatabase | null): Promise<string> {
  if (embedded !== null) return `embedded PostgreSQL in ${embedded.root}`;
  const { parseDatabaseUrl } = await import('@weft/db');
  return parseDatabaseUrl(config.databaseUrl!).shown;
}

/** A refused connection becomes a sentence; what a person must decide about migrations already is one. */
function unreachable(error: unknown, { config }: Cli): unknown {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (name === 'MigrationError' || code === undefined) return error;
  return new CommandError(
    `PostgreSQL cannot be reached${config.databaseUrl === undefined ? '' : ' at DATABASE_URL'}: ${message || code}.`,
    { help: 'Start it, or unset DATABASE_URL to use the embedded one.', cause: error },
  );
}

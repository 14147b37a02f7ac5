/**
 * Prisma's schema engine as WebAssembly, bound to one PostgreSQL connection. It writes migrations from the
 * schema (`diff`) and applies them, keeping Prisma's own `_prisma_migrations` table.
 *
 * The engine's usual binary is downloaded from a host that many networks block; this one comes from the registry.
 * Three things are mended between the engine and the pg adapter 7.10, each found by running it:
 * - `import` of the .wasm file prints an ExperimentalWarning, so the module is instantiated by hand;
 * - `executeScript` of the adapter cuts scripts at every ";", also inside a function's body: ours sends the
 *   script whole, which PostgreSQL runs as one transaction;
 * - the adapter refuses the type "char", in which PostgreSQL's catalogue describes itself, so `diff` against
 *   migrations failed: the pool below presents such columns as text and the adapter as characters again.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as EngineModule from '@prisma/schema-engine-wasm';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import type { Migration } from './migrationFiles.ts';

type Adapter = Awaited<ReturnType<SqlMigrationAwareDriverAdapterFactory['connect']>>;

export interface EngineOptions {
  url: string;
  /** Connection string of an empty database that `diff` may fill with the migrations; absent for applying. */
  shadowUrl?: string;
}

/** Everything in the schema is ours: nothing is managed from outside. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

export interface BoundEngine {
  engine: SchemaEngine;
  /** The one connection that the engine uses too. */
  connection: pg.Pool;
  /** PostgreSQL's own error about the last script; the engine's error only says that there was one. */
  scriptError: () => { script: string; error: pg.DatabaseError } | undefined;
}

/** Runs `task` with an engine; the engine and its connection end with it. */
export async function withSchemaEngine<T>(
  { url, shadowUrl }: EngineOptions,
  task: (bound: BoundEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const pool = singleConnection(url);
  const shadow = shadowUrl === undefined ? undefined : singleConnection(shadowUrl);
  let failed: { script: string; error: pg.DatabaseError } | undefined;
  const adapter = (on: pg.Pool) => adapterFor(on, (script, error) => (failed = { script, error }));
  try {
    const factory: SqlMigrationAwareDriverAdapterFactory = {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: () => adapter(pool),
      connectToShadowDb: () => adapter(shadow ?? pool),
    };
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, bound);
    try {
      return await task({ engine, connection: pool, scriptError: () => failed });
    } finally {
      engine.free();
    }
  } finally {
    await Promise.all([pool.end(), shadow?.end()]);
  }
}

/** Migrations in the form that the engine takes. */
export function engineList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: 'migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

type Engine = typeof EngineModule;
type Glue = Engine & { __wbg_set_wasm(exports: WasmExports): void };
type WasmExports = { __wbindgen_start(): void };
/** Node has it; the types of Node without those of the browser do not tell. */
interface WasmLoader {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: WasmExports } }>;
}

let loading: Promise<Engine> | undefined;

function loadEngine(): Promise<Engine> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<Engine> {
  const name = '@prisma/schema-engine-wasm/schema_engine_bg';
  const glue = (await import(name)) as Glue;
  const bytes = await readFile(
    createRequire(import.meta.url)
      .resolve(name)
      .replace(/\.js$/, '.wasm'),
  );
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WasmLoader };
  const { instance } = await wasm.instantiate(bytes, { './schema_engine_bg.js': glue });
  // The engine names the reason of a panic here, before it traps with one that tells nothing.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function throwPanic(message: string): never {
  throw new Error(`Prisma's schema engine failed: ${message}`);
}

/** PostgreSQL's number of its one-byte type "char", and of the text type that the adapter knows. */
const CHAR = 18;
const BPCHAR = 1042;

/** Which columns of a result were "char", until the adapter has made its own result of the same rows. */
const charColumns = new WeakMap<object, number[]>();

class CatalogPool extends pg.Pool {
  // pg declares eight overloads of query; this one passes whatever came through.
  override query = (async (...args: Parameters<pg.Pool['query']>) => {
    const result = await (super.query(...args) as unknown as Promise<pg.QueryResult | pg.QueryResult[]>);
    for (const { fields = [], rows } of [result].flat()) {
      const found = fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
      for (const index of found) Object.assign(fields[index]!, { dataTypeID: BPCHAR });
      if (found.length > 0) charColumns.set(rows, found);
    }
    return result;
  }) as unknown as pg.Pool['query'];
}

/** A pool of one: all statements of the engine run in one session, so a transaction around them holds them all. */
function singleConnection(url: string): pg.Pool {
  const pool = new CatalogPool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'weft:migrate',
  });
  pool.on('error', () => {}); // told through the query that follows
  return pool;
}

async function adapterFor(
  pool: pg.Pool,
  onScriptError: (script: string, error: pg.DatabaseError) => void,
): Promise<Adapter> {
  const adapter = (await new PrismaPg(pool).connect()) as Adapter;
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      onScriptError(script, error as pg.DatabaseError);
      throw error;
    }
  };
  return adapter;
}

/** Writing a migration: what is missing between the migrations on disk and schema.prisma. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS_FOLDER, readMigrations } from './migrationFiles.ts';
import type { Migration } from './migrationFiles.ts';
import { engineList, NO_FILTERS, withSchemaEngine } from './schemaEngine.ts';
import type { TestServer } from './testing/server.ts';

export const SCHEMA_FILE = join(import.meta.dirname, '../schema.prisma');

/**
 * The SQL that takes a database with these migrations to schema.prisma; empty when they agree.
 *
 * The migrations are really applied, to an empty database on `server`, and the result is read back: functions,
 * checks and policies written by hand are left alone, and a migration that does not apply shows here.
 */
export async function missingSql(
  server: Pick<TestServer, 'createDatabase'>,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string> {
  await using own = await server.createDatabase({ migrated: false });
  await using shadow = await server.createDatabase({ migrated: false });
  const schema = { path: 'schema.prisma', content: readFileSync(SCHEMA_FILE, 'utf8') };
  return await withSchemaEngine({ url: own.url, shadowUrl: shadow.url }, async ({ engine, scriptError }) => {
    try {
      const { stdout } = await engine.diff({
        from: { tag: 'migrations', ...engineList(migrations) },
        to: { tag: 'schemaDatamodel', files: [schema] },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      });
      return cleaned(stdout ?? '');
    } catch (error) {
      throw scriptError()?.error ?? error;
    }
  });
}

/** Writes `<UTC time>_<name>/migration.sql`; returns the file's path. */
export function writeMigration(name: string, sql: string, folder: string = MIGRATIONS_FOLDER): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error(
      `"${name}" is no name for a migration: use lower-case letters, digits and _, such as add_run_labels.`,
    );
  }
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const path = join(folder, `${time}_${name}`);
  mkdirSync(path);
  writeFileSync(join(path, 'migration.sql'), sql);
  return join(path, 'migration.sql');
}

/** What the engine writes where there is nothing to write. */
const EMPTY = '-- This is an empty migration.';
/** Its first statement, for which hosted databases often give no right; the schema is there anyway. */
const CREATE_SCHEMA = /^-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\s*/;

function cleaned(sql: string): string {
  const text = sql.replace(CREATE_SCHEMA, '').trim();
  return text === EMPTY || text === '' ? '' : `${text}\n`;
}

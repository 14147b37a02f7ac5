import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { migrate, pending } from './migrate.ts';
import { migrationsHash, readMigrations } from './migrationFiles.ts';
import type { Migration } from './migrationFiles.ts';
import { createTestDatabase } from './testing.ts';

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

const table = migration('01_table', 'create table things (n int);');
const function_ = migration(
  '02_function',
  `-- a ; in a comment
   create function two() returns int language plpgsql as $$ begin perform ';'; return 2; end; $$;
   insert into things select two();`,
);
const broken = migration('03_broken', 'create table more (n int);\n\ninsert into nowhere values (1);\n');

const empty = () => createTestDatabase({ migrated: false });

describe('migrate', () => {
  it('applies what is missing, in order, and then nothing', async () => {
    await using database = await empty();
    expect(await migrate(database.url, { migrations: [table] })).toEqual(['01_table']);
    expect(await migrate(database.url, { migrations: [table, function_] })).toEqual(['02_function']);
    expect(await migrate(database.url, { migrations: [table, function_] })).toEqual([]);
    expect((await database.pool.query('select n from things')).rows).toEqual([{ n: 2 }]);
  });

  it("keeps the book that Prisma's own commands read", async () => {
    await using database = await empty();
    await migrate(database.url, { migrations: [table] });
    const { rows } = await database.pool.query(
      `select migration_name, checksum, finished_at is not null as finished, rolled_back_at, applied_steps_count as steps
         from _prisma_migrations`,
    );
    expect(rows).toEqual([
      {
        migration_name: '01_table',
        checksum: table.checksum,
        finished: true,
        rolled_back_at: null,
        steps: 1,
      },
    ]);
  });

  it('leaves everything as it was when one fails, names the line, and goes on once it is mended', async () => {
    await using database = await empty();
    await expect(migrate(database.url, { migrations: [table, function_, broken] })).rejects.toThrow(
      /left as it was\. PostgreSQL says about line 3: relation "nowhere" does not exist/,
    );
    const { rows } = await database.pool.query(`select tablename from pg_tables where schemaname = 'public'`);
    expect(rows).toEqual([]);
    expect(await migrate(database.url, { migrations: [table, function_] })).toEqual([
      '01_table',
      '02_function',
    ]);
  });

  it('applies each one once when several processes start together', async () => {
    await using database = await empty();
    const applied = await Promise.all(
      [1, 2, 3].map(() => migrate(database.url, { migrations: [table, function_] })),
    );
    expect(applied.flat().sort()).toEqual(['01_table', '02_function']);
  });

  it('leaves everything as it was when it is killed in the middle', async () => {
    await using database = await empty();
    const slow = migration('02_slow', 'create table slow (); select pg_sleep(60);');
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'migrate.ts')));
    const script = `const { migrate } = await import(${module}); await migrate(${JSON.stringify(database.url)}, ${JSON.stringify({ migrations: [table, slow] })});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const isInside = async () =>
      (
        await database.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
        )
      ).rowCount;
    await expect.poll(isInside).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await migrate(database.url, { migrations: [table, function_] })).toEqual([
      '01_table',
      '02_function',
    ]);
  });

  it("says so when a database that is not Weft's has tables already", async () => {
    await using database = await empty();
    await database.pool.query('create table theirs ()');
    await expect(migrate(database.url, { migrations: [table] })).rejects.toThrow(
      /holds tables that are not Weft's/,
    );
  });
});

describe('pending', () => {
  const done = ({ name, checksum }: Migration) => ({ name, checksum, finished: true });

  it('lists what the database lacks', () => {
    expect(pending([done(table)], [table, function_])).toEqual([function_]);
  });

  it('refuses a database that is newer than the code', () => {
    expect(() => pending([done(table), done(function_)], [table])).toThrow(
      /made by a newer Weft: it has migration 02_function/,
    );
  });

  it('refuses a migration that was edited after it had been applied', () => {
    expect(() => pending([{ ...done(table), checksum: 'other' }], [table])).toThrow(
      /01_table was changed after/,
    );
  });

  it('refuses a migration that another tool left unfinished', () => {
    expect(() => pending([{ ...done(table), finished: false }], [table])).toThrow(
      /did not finish.*migrate resolve/s,
    );
  });
});

describe('readMigrations', () => {
  it('finds those of this package in order, each with statements that fit into one transaction', () => {
    const migrations = readMigrations();
    expect(migrations.length).toBeGreaterThan(0);
    expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).sort());
    const unfit = migrations.filter(({ sql }) =>
      /\bconcurrently\b|^\s*(begin|commit|rollback)\s*;/im.test(sql),
    );
    expect(unfit.map(({ name }) => name)).toEqual([]);
  });

  it('has another hash when one is edited, renamed or added', () => {
    const hashes = [[table], [function_], [table, function_], [{ ...table, name: '00_table' }]].map(
      migrationsHash,
    );
    expect(new Set(hashes).size).toBe(4);
  });
});

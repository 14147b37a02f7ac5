import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { processIdentity } from './embedded/processes.ts';
import { createPool } from './pool.ts';
import { createTestDatabase, startServer } from './testing.ts';
import { sweepTestFolders } from './testing/server.ts';

describe('createTestDatabase', () => {
  it('gives a migrated database of its own', async () => {
    await using one = await createTestDatabase();
    await using two = await createTestDatabase();
    await one.pool.query(`update workspaces set name = 'changed'`);
    const names = async ({ pool }: typeof one) => (await pool.query('select name from workspaces')).rows;
    expect(await names(one)).toEqual([{ name: 'changed' }]);
    expect(await names(two)).toEqual([{ name: 'Default' }]);
  });

  it('prepares a template once for all databases that name it', async () => {
    let prepared = 0;
    const prepare = {
      name: 'once',
      async run(url: string) {
        prepared++;
        const pool = createPool({ url });
        await pool.query('create table prepared ()');
        await pool.end();
      },
    };
    await using one = await createTestDatabase({ prepare });
    await using two = await createTestDatabase({ prepare });
    for (const { pool } of [one, two]) await pool.query('select from prepared');
    expect(prepared).toBe(1);
  });

  it('tells who left a connection open', async () => {
    const database = await createTestDatabase({ migrated: false, leavingMs: 0 });
    const leak = createPool({ url: database.url, applicationName: 'the culprit' });
    await leak.query('select 1 as held');
    await expect(database.drop()).rejects.toThrow(/the culprit \(idle\): select 1 as held/);
    await leak.end();
  });

  it('works as a role that row-level security binds', async () => {
    await using database = await createTestDatabase({ migrated: false });
    const { rows } = await database.pool.query(
      'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
  });
});

describe('startServer', async () => {
  const server = await startServer();
  afterAll(() => server.stop());

  it('recovers what was committed when PostgreSQL is killed, on the same port', async () => {
    await using database = await server.createDatabase({ migrated: false });
    await database.pool.query('create table kept (n int)');
    await database.pool.query('insert into kept values (1)');
    const held = await database.pool.connect();
    await held.query('begin; insert into kept values (2)');

    await server.kill9();
    expect(server.pid()).toBeUndefined();
    await expect(database.pool.query('select 1')).rejects.toThrow(/ECONNREFUSED|terminated/);
    held.release(true);

    await server.restart();
    const { rows } = await database.pool.query('select n from kept');
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('sweepTestFolders', () => {
  it('ends the server of a process that was killed, and leaves those of the living alone', async () => {
    const script = `const { startServer } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'testing.ts')))});
      const server = await startServer(); console.log(server.pid(), server.folder); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const [pid, folder] = said.toString().trim().split(' ') as [string, string];
    await sweepTestFolders();
    expect(processIdentity(Number(pid))).toBeDefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await sweepTestFolders();
    expect(processIdentity(Number(pid))).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });
});

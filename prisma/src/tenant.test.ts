import { afterAll, describe, expect, it } from 'vitest';
import { asTenant } from './tenant.ts';
import { createTestDatabase } from './testing.ts';

const MINE = '00000000-0000-7000-8000-000000000001';
const THEIRS = '00000000-0000-7000-8000-000000000002';

describe('the wall between workspaces', async () => {
  const database = await createTestDatabase();
  const { pool } = database;
  afterAll(async () => await database.drop());
  await pool.query(`insert into workspaces (id, name, slug) values ($1, 'Theirs', 'theirs')`, [THEIRS]);
  await pool.query(
    `insert into documents (id, workspace_id, ref, title)
     values (gen_random_uuid(), $1, 'a', 'Mine'), (gen_random_uuid(), $2, 'b', 'Theirs')`,
    [MINE, THEIRS],
  );

  it('shows one workspace to a query without any filter', async () => {
    const titles = await asTenant(
      pool,
      MINE,
      async (tx) => (await tx.query('select title from documents')).rows,
    );
    expect(titles).toEqual([{ title: 'Mine' }]);
    const names = await asTenant(
      pool,
      THEIRS,
      async (tx) => (await tx.query('select name from workspaces')).rows,
    );
    expect(names).toEqual([{ name: 'Theirs' }]);
  });

  it('refuses to write into another workspace', async () => {
    await expect(
      asTenant(
        pool,
        MINE,
        async (tx) =>
          await tx.query(
            `insert into documents (id, workspace_id, ref, title) values (gen_random_uuid(), $1, 'c', 'Planted')`,
            [THEIRS],
          ),
      ),
    ).rejects.toThrow(/row-level security/);
    const moved = await asTenant(
      pool,
      MINE,
      async (tx) => await tx.query(`update documents set title = 'X'`),
    );
    expect(moved.rowCount).toBe(1);
  });

  it('keeps sessions, passwords and keys out of reach', async () => {
    for (const table of ['sessions', 'accounts', 'verifications', 'api_keys', 'installation'])
      await expect(
        asTenant(pool, MINE, async (tx) => await tx.query(`select * from ${table}`)),
      ).rejects.toThrow(/permission denied/);
    await expect(
      asTenant(pool, MINE, async (tx) => await tx.query('select email from users')),
    ).rejects.toThrow(/permission denied/);
  });

  it('leaves the connection as it was, also after an error', async () => {
    await asTenant(pool, MINE, async (tx) => await tx.query('select 1/0')).catch(() => {});
    const { rows } = await pool.query(
      `select current_user as "user", current_setting('weft.workspace', true) as workspace`,
    );
    expect(rows[0]).toMatchObject({ user: 'weft' });
    expect(rows[0].workspace || null).toBeNull();
  });

  it('covers every table that names a workspace', async () => {
    const { rows } = await pool.query(
      `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
       where a.attname = 'workspace_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
         and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))`,
    );
    expect(rows).toEqual([]);
  });
});

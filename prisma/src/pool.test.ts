import { afterAll, describe, expect, it } from 'vitest';
import { createPool } from './pool.ts';
import { createTestDatabase } from './testing.ts';

describe('createPool', async () => {
  const database = await createTestDatabase({ migrated: false });
  afterAll(() => database.drop());

  it('reads values without losing digits, moments or days', async () => {
    const { rows } = await database.pool.query(`
      select 9007199254740993::int8 as big, array[1, null, 9007199254740993]::int8[] as bigs, 1.10::numeric as exact,
             '2024-03-10 02:30:00.123456+00'::timestamptz as zoned, timestamp '2024-03-10 02:30:00' as plain,
             array[timestamp '2024-03-10 02:30:00'] as plains, date '2024-03-10' as day, array[date '2024-03-10'] as days,
             '{"a": [1]}'::jsonb as json, null::int8 as nothing`);
    expect(rows[0]).toEqual({
      big: 9007199254740993n,
      bigs: [1n, null, 9007199254740993n],
      exact: '1.10',
      zoned: new Date('2024-03-10T02:30:00.123Z'),
      plain: new Date('2024-03-10T02:30:00Z'), // an hour that the clocks of New York skip
      plains: [new Date('2024-03-10T02:30:00Z')],
      day: '2024-03-10',
      days: ['2024-03-10'],
      json: { a: [1] },
      nothing: null,
    });
  });

  it('reads timestamps alike in every time zone', async () => {
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'America/New_York';
      const { rows } = await database.pool.query<{ at: Date }>(
        `select timestamp '2024-03-10 02:30:00' as at`,
      );
      expect(rows[0]?.at.toISOString()).toBe('2024-03-10T02:30:00.000Z');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('survives connections that break while idle, while held, and during a query', async () => {
    const heard: string[] = [];
    const pool = createPool({ url: database.url, onConnectionError: (error) => heard.push(error.message) });
    const held = await pool.connect();
    const idle = await pool.connect();
    idle.release();
    const running = pool.query('select pg_sleep(60)').catch((error: Error) => error.message);
    const others = `from pg_stat_activity where datname = current_database() and application_name = 'weft'`;
    const sleeping = async () =>
      (await database.pool.query(`select ${others} and wait_event = 'PgSleep'`)).rowCount;
    await expect.poll(sleeping).toBe(1);

    await database.pool.query(`select pg_terminate_backend(pid) ${others}`);
    expect(await running).toMatch(/terminating connection/);
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    await expect(held.query('select 1')).rejects.toThrow(/not queryable|terminat/);
    held.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('ends statements that take longer than allowed', async () => {
    const pool = createPool({ url: database.url, statementTimeoutMs: 20 });
    await expect(pool.query('select pg_sleep(60)')).rejects.toThrow(/statement timeout/);
    await pool.end();
  });

  it('names itself to PostgreSQL as it is told to', async () => {
    const pool = createPool({ url: database.url, applicationName: 'patient' });
    expect((await pool.query(`select current_setting('application_name') as name`)).rows).toEqual([
      { name: 'patient' },
    ]);
    await pool.end();
  });
});

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, WORKSPACE, type TestApp } from '../testing/testContext.ts';
import { openAccounts } from './accounts.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const open = async (change: Partial<Parameters<typeof openAccounts>[0]>) =>
  await openAccounts({
    pool: app.database.pool,
    secret: 's'.repeat(32),
    baseUrl: 'http://localhost:7331',
    ...change,
  });

describe('accounts', () => {
  it('do not open with a secret that could be guessed, or without an address', async () => {
    for (const secret of ['', 'secret', 's'.repeat(31)])
      await expect(open({ secret })).rejects.toThrow(/at least 32 characters/);
    for (const baseUrl of ['', 'localhost:7331', 'ftp://weft.example.org'])
      await expect(open({ baseUrl })).rejects.toThrow(/where people reach Weft/);
  });

  it('of another installation take no session of this one, even on a copy of its database', async () => {
    const { cookie } = await app.person('owner');
    expect((await app.deps.accounts.identify({ cookie })).kind).toBe('person');
    const copy = await open({});
    expect((await copy.identify({ cookie })).kind).toBe('anonymous');
    await copy.close();
  });

  it('read who asks and every right of theirs in one query, and nothing for nobody', async () => {
    const asked: string[] = [];
    const counting = new Proxy(app.database.pool, {
      get: (pool, name) =>
        name === 'query'
          ? async (text: string, values: unknown[]) => {
              asked.push(text);
              return await pool.query(text, values);
            }
          : (Reflect.get(pool, name) as unknown),
    });
    const accounts = await open({ pool: counting as pg.Pool, secret: app.secret });
    const { cookie, userId } = await app.person('admin');
    const { key } = await accounts.makeKey({
      userId,
      workspaceId: WORKSPACE,
      scopes: ['read'],
      name: 'k',
      expiresInDays: null,
    });
    asked.length = 0;
    expect(await accounts.identify({ cookie })).toMatchObject({
      userId,
      roles: new Map([[WORKSPACE, 'admin']]),
    });
    expect(asked).toHaveLength(1);
    expect(await accounts.identify({ 'x-api-key': key })).toMatchObject({ kind: 'key', userId });
    expect(asked).toHaveLength(2);
    expect(await accounts.identify({ cookie: 'weft_session=forged.signature' })).toEqual({
      kind: 'anonymous',
    });
    expect(asked).toHaveLength(2);
    await accounts.close();
  });

  it('remember when a session was last seen, and write it only every few minutes', async () => {
    const { cookie, userId } = await app.person(null);
    const seen = async (agoMinutes: number) => {
      await app.database.pool.query(
        `update sessions set updated_at = now() - make_interval(mins => $2) where user_id = $1`,
        [userId, agoMinutes],
      );
      await app.deps.accounts.identify({ cookie });
      const { rows } = await app.database.pool.query<{ minutes: number }>(
        `select round(extract(epoch from now() - updated_at) / 60)::int as minutes from sessions where user_id = $1`,
        [userId],
      );
      return rows[0]!.minutes;
    };
    expect(await seen(3)).toBe(3);
    expect(await seen(10)).toBe(0);
  });

  it('forget what has expired when they open', async () => {
    const { userId } = await app.person(null);
    await app.database.pool.query(
      `update sessions set expires_at = now() - interval '1 minute' where user_id = $1`,
      [userId],
    );
    await (await open({})).close();
    const { rows } = await app.database.pool.query('select from sessions where user_id = $1', [userId]);
    expect(rows).toEqual([]);
  });
});

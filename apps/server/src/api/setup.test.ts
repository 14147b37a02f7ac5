import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setupLink } from '../identity/setup.ts';
import { cookieFrom, openTestApp, WORKSPACE, type TestApp } from '../testing/testContext.ts';
import { session } from './session.ts';
import { setup } from './setup.ts';
import { createCallerFactory, router } from './trpc.ts';

const caller = createCallerFactory(router({ session, setup }));
const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const link = async () => await setupLink(app.database.pool, 'http://localhost:7331');
const tokenOf = (url: string | null) => url!.split('#')[1]!;
const ask = async () => caller(await app.call());

describe('set-up', () => {
  it('gives a new link at each start, of which only the last works, and keeps none of them', async () => {
    const first = await link();
    const second = await link();
    expect(second).toMatch(/^http:\/\/localhost:7331\/setup#[\w-]{43}$/);
    expect(await (await ask()).setup.check({ token: tokenOf(first) })).toEqual({ valid: false });
    expect(await (await ask()).setup.check({ token: tokenOf(second) })).toEqual({ valid: true });
    expect(await (await ask()).setup.check({ token: '' })).toEqual({ valid: false });
    const { rows } = await app.database.pool.query('select * from installation');
    expect(JSON.stringify(rows)).not.toContain(tokenOf(second));
    expect((await (await ask()).session.me()).needsSetup).toBe(true);
  });

  it('refuses what is no token, a wrong one and one that has expired', async () => {
    const token = tokenOf(await link());
    await app.database.pool.query(`update installation set setup_expires = now() - interval '1 second'`);
    for (const wrong of [token, 'x'.repeat(43), '', null, ['x'], {}] as string[])
      await expect((await ask()).setup.claim({ ...OWNER, token: wrong })).rejects.toMatchObject({
        cause: { code: expect.stringMatching(/setup_used|bad_input/) as string },
      });
    const { rows } = await app.database.pool.query('select from users');
    expect(rows).toEqual([]);
  });

  it('makes exactly one owner of a hundred who claim at once, and never another', async () => {
    const token = tokenOf(await link());
    const calls = await Promise.all(
      Array.from({ length: 100 }, (_, n) => app.call({ address: `10.0.0.${n}` })),
    );
    const claims = await Promise.allSettled(
      calls.map(async (call, n) => {
        await caller(call).setup.claim({ ...OWNER, token, email: `owner${n}@example.org` });
        return cookieFrom(call.sent);
      }),
    );
    const won = claims.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value] : []));
    expect(won).toHaveLength(1);
    for (const claim of claims)
      if (claim.status === 'rejected') expect(claim.reason).toMatchObject({ cause: { code: 'setup_used' } });
    const me = await caller(await app.call({ headers: { cookie: won[0]! } })).session.me();
    expect(me.needsSetup).toBe(false);
    expect(me.person!.workspaces).toMatchObject([{ workspaceId: WORKSPACE, slug: 'default', role: 'owner' }]);
    const { rows } = await app.database.pool.query('select email from users');
    expect(rows).toHaveLength(1);
    expect(await link()).toBeNull();
    await expect((await ask()).setup.claim({ ...OWNER, token })).rejects.toMatchObject({
      cause: { code: 'setup_used' },
    });
  });
});

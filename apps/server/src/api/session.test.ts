import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetLink } from '../identity/resetLink.ts';
import { cookieFrom, openTestApp, type CallOptions, type TestApp } from '../testing/testContext.ts';
import { session } from './session.ts';
import { createCallerFactory } from './trpc.ts';

const caller = createCallerFactory(session);
const PASSWORD = 'correct horse battery';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ accounts: { signUp: 'open' } });
});
afterAll(() => app.close());

const as = async (from: CallOptions = {}) => {
  const call = await app.call(from);
  return { ask: caller(call), call };
};

/** Signs somebody new up; returns the cookie of their browser. */
async function signUp(email: string, from: CallOptions = {}): Promise<string> {
  const { ask, call } = await as(from);
  await ask.signUp({ name: 'Ada', email, password: PASSWORD });
  return cookieFrom(call.sent);
}
async function signIn(email: string, password: string, from: CallOptions = {}): Promise<string> {
  const { ask, call } = await as(from);
  await ask.signIn({ email, password });
  return cookieFrom(call.sent);
}
const me = async (cookie: string) => (await (await as({ headers: { cookie } })).ask.me()).person;

describe('signing up', () => {
  it('gives an account, a session and a workspace of one’s own where everybody may join', async () => {
    const { ask, call } = await as({ language: 'zh' });
    await ask.signUp({ name: ' Ada ', email: 'Ada@Example.org', password: PASSWORD });
    const [line] = call.sent.getSetCookie();
    expect(line).toMatch(/^weft_session=/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Strict/);
    expect(line).not.toMatch(/Secure/);
    const person = await me(cookieFrom(call.sent));
    expect(person).toMatchObject({ name: 'Ada', email: 'ada@example.org', image: null, language: 'zh' });
    expect(person!.workspaces).toMatchObject([{ name: 'Ada', role: 'owner' }]);
    expect(person!.workspaces[0]!.slug).toMatch(/^ada-[0-9a-f]{8}$/);
    expect(person!.workspaces[0]!.actions).toContain('member:change');
  });

  it('makes one account of many requests at once for the same e-mail', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => signUp('twice@example.org')));
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    for (const each of tries)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ cause: { code: 'email_taken' } });
    const { rows } = await app.database.pool.query(
      `select (select count(*)::int from users where email = 'twice@example.org') as users,
         (select count(*)::int from workspaces w where not exists (
            select from memberships m where m.workspace_id = w.id) and w.slug <> 'default') as orphans`,
    );
    expect(rows).toEqual([{ users: 1, orphans: 0 }]);
  });

  it.each([
    [{ password: 'short' }, 'password'],
    [{ email: 'not an address' }, 'email'],
    [{ name: ' ' }, 'name'],
  ])('says what is wrong with %j', async (change, field) => {
    const { ask } = await as();
    await expect(
      ask.signUp({ name: 'A', email: 'a@example.org', password: PASSWORD, ...change }),
    ).rejects.toThrow(new RegExp(field));
  });
});

describe('signing in', () => {
  it('opens a session, and signing out ends it in the database and in the browser', async () => {
    await signUp('grace@example.org');
    const cookie = await signIn('GRACE@example.org ', PASSWORD);
    expect(await me(cookie)).toMatchObject({ email: 'grace@example.org' });
    const { ask, call } = await as({ headers: { cookie } });
    await ask.signOut();
    expect(call.sent.getSetCookie()[0]).toMatch(/^weft_session=;.*Max-Age=0/);
    expect(await me(cookie)).toBeNull();
    await (await as({ headers: { cookie } })).ask.signOut();
  });

  it('says the same of a wrong password and of an e-mail nobody has', async () => {
    await signUp('known@example.org');
    const told = async (email: string) => {
      const { ask } = await as({ address: '10.1.1.1' });
      const error = await ask.signIn({ email, password: 'wrong password' }).catch((each: unknown) => each);
      const { cause } = error as { cause: { code: string; params: unknown; message: string } };
      return { code: cause.code, params: cause.params, message: cause.message };
    };
    const wrong = await told('known@example.org');
    expect(wrong.code).toBe('wrong_credentials');
    expect(await told('nobody@example.org')).toEqual(wrong);
  });

  it('does the same work for an e-mail nobody has as for a wrong password', async () => {
    await signUp('timed@example.org');
    // Processor time: other programs on the machine add to the time that passes, not to this.
    const work = async (email: string, address: string) => {
      const { ask } = await as({ address });
      const before = process.cpuUsage();
      await ask.signIn({ email, password: 'wrong password' }).catch(() => {});
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    const [known, unknown]: [number[], number[]] = [[], []];
    // By turns, so that what else this process does falls on both.
    for (let n = 0; n < 7; n++) {
      known.push(await work('timed@example.org', `10.2.1.${n}`));
      unknown.push(await work('untimed@example.org', `10.2.2.${n}`));
    }
    // Both hash once, which is most of it; without that, the unknown one would need a tenth of it.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  });

  it('locks an address out of an e-mail after ten wrong tries, and says for how long', async () => {
    await signUp('locked@example.org');
    const from = { address: '10.3.3.3' };
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () => signIn('locked@example.org', 'wrong password', from)),
    );
    const codes = tries.map((each) => (each as { reason: { cause: { code: string } } }).reason.cause.code);
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many')).toHaveLength(2);
    const { ask, call } = await as(from);
    await expect(ask.signIn({ email: 'locked@example.org', password: PASSWORD })).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    expect(Number(call.sent.get('retry-after'))).toBeGreaterThan(60);
    expect(await signIn('locked@example.org', PASSWORD, { address: '10.3.3.4' })).toContain('weft_session=');
  });

  it('refuses to set a cookie in a streamed batch before it does anything', async () => {
    const { ask } = await as({ headers: { 'trpc-accept': 'application/jsonl' } });
    await expect(
      ask.signUp({ name: 'Streamed', email: 'streamed@example.org', password: PASSWORD }),
    ).rejects.toMatchObject({ cause: { code: 'send_alone' } });
    await expect(signIn('streamed@example.org', PASSWORD)).rejects.toMatchObject({
      cause: { code: 'wrong_credentials' },
    });
  });
});

describe('a session', () => {
  it('is listed with where it came from, and is anonymous as soon as it is revoked', async () => {
    const first = await signUp('listed@example.org', {
      address: '10.7.0.1',
      headers: { 'user-agent': 'Laptop', 'x-forwarded-for': '6.6.6.6', 'x-weft-address': '6.6.6.6' },
    });
    const second = await signIn('listed@example.org', PASSWORD, {
      address: '10.7.0.2',
      headers: { 'user-agent': 'Phone' },
    });
    const { ask } = await as({ headers: { cookie: first } });
    const { items } = await ask.list();
    expect(items.map(({ address, agent, current }) => ({ address, agent, current }))).toEqual(
      expect.arrayContaining([
        { address: '10.7.0.1', agent: 'Laptop', current: true },
        { address: '10.7.0.2', agent: 'Phone', current: false },
      ]),
    );
    expect(JSON.stringify(items)).not.toContain(decodeURIComponent(second).slice(13, 30));
    await ask.revoke({ sessionId: items.find(({ current }) => !current)!.sessionId });
    expect(await me(second)).toBeNull();
    expect(await me(first)).not.toBeNull();
  });

  it('of somebody else cannot be revoked', async () => {
    const mine = (await app.person(null)).cookie;
    const theirs = (await app.person(null)).cookie;
    const { items } = await (await as({ headers: { cookie: theirs } })).ask.list();
    const { ask } = await as({ headers: { cookie: mine } });
    await expect(ask.revoke({ sessionId: items[0]!.sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await me(theirs)).not.toBeNull();
  });

  it('stays alone when the others are revoked', async () => {
    const kept = await signUp('alone@example.org');
    const other = await signIn('alone@example.org', PASSWORD);
    await (await as({ headers: { cookie: kept } })).ask.revokeOthers();
    expect(await me(kept)).not.toBeNull();
    expect(await me(other)).toBeNull();
  });

  it('tells every server that its rights changed', async () => {
    const cookie = (await app.person(null)).cookie;
    const listener = await app.database.pool.connect();
    await listener.query('listen weft_access');
    const heard = new Promise((resolve) => listener.once('notification', resolve));
    const { userId } = (await me(cookie))!;
    await (await as({ headers: { cookie } })).ask.signOut();
    expect(await heard).toMatchObject({ channel: 'weft_access', payload: userId });
    await listener.query('unlisten *');
    listener.release();
  });

  it('lasts longer when it is used, and not when it is not', async () => {
    const cookie = (await app.person(null)).cookie;
    const { call } = await as({ headers: { cookie } });
    const { sessionId } = call.identity as { sessionId: string };
    await app.database.pool.query(
      `update sessions set expires_at = now() + interval '10 days' where id = $1`,
      [sessionId],
    );
    const { ask, call: renewing } = await as({ headers: { cookie } });
    await ask.me();
    expect(renewing.sent.getSetCookie()[0]).toMatch(/^weft_session=.*Max-Age=2592000.*SameSite=Strict/);
    await app.database.pool.query(
      `update sessions set expires_at = now() - interval '1 second' where id = $1`,
      [sessionId],
    );
    expect(await me(cookie)).toBeNull();
  });
});

describe('a person', () => {
  it('changes their name and language', async () => {
    const cookie = (await app.person(null)).cookie;
    const { ask } = await as({ headers: { cookie } });
    await ask.update({ language: 'zh' });
    await ask.update({ name: '小雨' });
    expect(await me(cookie)).toMatchObject({ name: '小雨', language: 'zh' });
  });

  it('changes their password with the current one, which ends their other sessions', async () => {
    const cookie = await signUp('rotate@example.org');
    const other = await signIn('rotate@example.org', PASSWORD);
    const { ask } = await as({ headers: { cookie } });
    await expect(
      ask.changePassword({ current: 'not it at all', next: 'a new long one' }),
    ).rejects.toMatchObject({ cause: { code: 'wrong_password' } });
    await ask.changePassword({ current: PASSWORD, next: 'a new long one' });
    expect(await me(cookie)).not.toBeNull();
    expect(await me(other)).toBeNull();
    await expect(signIn('rotate@example.org', PASSWORD)).rejects.toThrow(/belong together/);
    expect(await signIn('rotate@example.org', 'a new long one')).toContain('weft_session=');
  });
});

describe('a reset link', () => {
  const tokenFor = async (email: string) =>
    (await resetLink(app.database.pool, { email, baseUrl: 'https://weft.example.org' }))!.split('#')[1]!;

  it('sets a password once, and ends every session', async () => {
    const cookie = await signUp('reset@example.org');
    const link = await resetLink(app.database.pool, {
      email: ' Reset@example.org',
      baseUrl: 'https://weft.example.org',
    });
    expect(link).toMatch(/^https:\/\/weft\.example\.org\/reset-password#[\w-]{43}$/);
    const token = link!.split('#')[1]!;
    const { rows } = await app.database.pool.query(`select identifier from verifications`);
    expect(JSON.stringify(rows)).not.toContain(token);
    const reset = async (password: string) => await (await as()).ask.resetPassword({ token, password });
    const tries = await Promise.allSettled([reset('first new password'), reset('second new password')]);
    expect(tries.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await me(cookie)).toBeNull();
    await expect(reset('third new password')).rejects.toMatchObject({ cause: { code: 'reset_used' } });
    await expect(signIn('reset@example.org', PASSWORD)).rejects.toThrow(/belong together/);
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['empty text', ''],
    ['an array', []],
    ['an array of one', ['x']],
    ['an object', { $ne: null }],
    ['a number', 0],
    ['true', true],
    ['text that is no token', 'x'.repeat(43)],
  ])('is not %s', async (_, token) => {
    await tokenFor('ada@example.org');
    const { ask } = await as();
    await expect(
      ask.resetPassword({ token: token as string, password: 'a new long one' }),
    ).rejects.toMatchObject({ cause: { code: expect.stringMatching(/bad_input|reset_used/) as string } });
  });

  it('does not work after an hour, nor when a later one was made', async () => {
    await signUp('hour@example.org');
    const { ask } = await as();
    const earlier = await tokenFor('hour@example.org');
    const token = await tokenFor('hour@example.org');
    await expect(ask.resetPassword({ token: earlier, password: 'a new long one' })).rejects.toMatchObject({
      cause: { code: 'reset_used' },
    });
    await app.database.pool.query(`update verifications set expires_at = now() - interval '1 second'`);
    await expect(ask.resetPassword({ token, password: 'a new long one' })).rejects.toMatchObject({
      cause: { code: 'reset_used' },
    });
  });

  it('is made for nobody when nobody has the e-mail', async () => {
    expect(
      await resetLink(app.database.pool, { email: 'nobody@example.org', baseUrl: 'http://localhost' }),
    ).toBeNull();
  });
});

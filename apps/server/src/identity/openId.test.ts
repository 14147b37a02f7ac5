import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { invitations } from '../api/invitations.ts';
import { session } from '../api/session.ts';
import { createCallerFactory, router } from '../api/trpc.ts';
import { startOpenIdProvider, type TestOpenIdProvider } from '../testing/openIdProvider.ts';
import { openTestApp, WORKSPACE, type TestApp } from '../testing/testContext.ts';
import { mountAuth } from './routes.ts';

const caller = createCallerFactory(router({ session, invitations }));

let provider: TestOpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider(person('nobody'));
});
afterAll(() => provider.close());

function person(name: string, proven = true) {
  return { sub: `sub-${name}`, email: `${name}@company.example`, email_verified: proven, name };
}

interface Browser {
  readonly app: TestApp;
  readonly web: FastifyInstance;
  close(): Promise<void>;
}

async function open(signUp: 'open' | 'invited', baseUrl = 'http://localhost:7331'): Promise<Browser> {
  const { issuer, clientId, clientSecret } = provider;
  const app = await openTestApp({
    accounts: {
      signUp,
      baseUrl,
      oidc: [{ id: 'company', name: 'Company', issuer, clientId, clientSecret }],
    },
  });
  const web = Fastify();
  mountAuth(web, app.deps.accounts);
  return {
    app,
    web,
    close: async () => {
      await web.close();
      await app.close();
    },
  };
}

/** Goes through the redirects as a browser does; ends with where it was sent last and the cookies it holds. */
async function signInAt({ web }: Browser, { to = '/', cookie = '', link = '' } = {}) {
  const jar = new Map<string, string>();
  for (const pair of cookie.split('; ').filter((each) => each !== '')) jar.set(pair.split('=')[0]!, pair);
  const visit = async (url: string) => {
    const answer = await web.inject({ url, headers: { cookie: [...jar.values()].join('; ') } });
    const set = [answer.headers['set-cookie'] ?? []].flat();
    for (const line of set) jar.set(line.split('=')[0]!, line.split(';')[0]!);
    return { status: answer.statusCode, location: String(answer.headers.location ?? ''), set };
  };
  const start = await visit(`/api/auth/start/company?to=${encodeURIComponent(to)}${link}`);
  if (!start.location.startsWith(provider.issuer)) return { ...start, start, jar };
  const at = await fetch(start.location, { redirect: 'manual' });
  const back = new URL(at.headers.get('location')!);
  return { ...(await visit(back.pathname + back.search)), start, jar };
}

const whoIs = async ({ app }: Browser, jar: ReadonlyMap<string, string>) =>
  (await caller(await app.call({ headers: { cookie: [...jar.values()].join('; ') } })).session.me()).person;

describe('signing in at a provider where everybody may', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await open('open');
  });
  afterAll(() => browser.close());
  afterEach(() => {
    provider.away = false;
  });

  it('makes an account with a workspace the first time and finds it again later', async () => {
    provider.person = person('ada');
    const first = await signInAt(browser, { to: '/d/1' });
    expect(first.start.set[0]).toMatch(/SameSite=Lax/);
    expect(first.location).toMatch(/\/d\/1$/);
    const session = first.set.find((line) => line.startsWith('weft_session='));
    expect(session).toMatch(/HttpOnly.*SameSite=Strict/);
    const ada = await whoIs(browser, first.jar);
    expect(ada).toMatchObject({ email: 'ada@company.example', name: 'ada' });
    expect(ada!.workspaces).toMatchObject([{ name: 'ada', role: 'owner' }]);
    const again = await signInAt(browser);
    expect(await whoIs(browser, again.jar)).toEqual(ada);
  });

  it('keeps no token of the provider', async () => {
    const { rows } = await browser.app.database.pool.query(
      `select access_token, refresh_token, id_token from accounts where provider_id = 'company'`,
    );
    expect(rows).toEqual([{ access_token: null, refresh_token: null, id_token: null }]);
  });

  it('does not enter an account that only has the same e-mail, until its owner links the two', async () => {
    provider.person = person('grace');
    const local = await browser.app.call();
    await caller(local).session.signUp({
      name: 'Grace',
      email: 'grace@company.example',
      password: 'correct horse battery',
    });
    const refused = await signInAt(browser);
    expect(refused.location).toMatch(/\/sign-in\?error=account_not_linked/);
    expect(await whoIs(browser, refused.jar)).toBeNull();
    const cookie = local.sent.getSetCookie()[0]!.split(';')[0]!;
    await signInAt(browser, { cookie, link: '&link=1', to: '/account' });
    const linked = await signInAt(browser);
    expect(await whoIs(browser, linked.jar)).toMatchObject({ name: 'Grace' });
  });

  it('refuses a callback that this browser did not start', async () => {
    provider.person = person('eve');
    const { web } = browser;
    const start = await web.inject({ url: '/api/auth/start/company' });
    const at = await fetch(String(start.headers.location), { redirect: 'manual' });
    const back = new URL(at.headers.get('location')!);
    const answer = await web.inject({ url: back.pathname + back.search });
    expect(answer.headers.location).toMatch(/error=/);
    expect([answer.headers['set-cookie'] ?? []].flat().join()).not.toContain('weft_session=');
  });

  it('leads to no other site, and tells of a provider that does not exist', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example'])
      expect((await signInAt(browser, { to })).location).toBe('/sign-in?error=bad_input');
    const { headers } = await browser.web.inject({ url: '/api/auth/start/other' });
    expect(headers.location).toBe('/sign-in?error=not_found');
  });

  it('keeps every other endpoint of the library closed', async () => {
    for (const [method, path] of [
      ['POST', 'sign-up/email'],
      ['POST', 'sign-in/email'],
      ['GET', 'get-session'],
      ['POST', 'api-key/create'],
      ['POST', 'update-user'],
      ['POST', 'callback/company'],
      ['GET', 'ok'],
    ] as const) {
      const { statusCode } = await browser.web.inject({ method, url: `/api/auth/${path}`, payload: {} });
      expect([path, statusCode]).toEqual([path, 404]);
    }
  });
});

describe('signing in at a provider where accounts are by invitation', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await open('invited');
  });
  afterAll(() => browser.close());

  it('needs an invitation for an address that the provider has proven', async () => {
    provider.person = person('bea');
    expect((await signInAt(browser)).location).toMatch(/\/sign-in\?error=not_invited/);
    const owner = await browser.app.person('owner');
    const { invitationId } = await caller(await browser.app.call(owner)).invitations.create({
      workspaceId: WORKSPACE,
      email: 'bea@company.example',
      role: 'editor',
    });
    provider.person = person('bea', false);
    expect((await signInAt(browser)).location).toMatch(/\/sign-in\?error=not_invited/);
    provider.person = person('bea');
    const { jar } = await signInAt(browser);
    expect((await whoIs(browser, jar))!.workspaces).toEqual([]);
    const cookie = [...jar.values()].join('; ');
    await caller(await browser.app.call({ headers: { cookie } })).invitations.accept({ invitationId });
    expect((await whoIs(browser, jar))!.workspaces).toMatchObject([
      { workspaceId: WORKSPACE, role: 'editor' },
    ]);
  });
});

describe('a provider that is away when Weft starts', () => {
  it('is told of, and works once it is back', async () => {
    provider.away = true;
    provider.person = person('late');
    const browser = await open('open');
    expect(browser.app.deps.accounts.providers).toEqual([{ id: 'company', name: 'Company' }]);
    expect((await signInAt(browser)).location).toBe('/sign-in?error=provider_away');
    provider.away = false;
    const { jar } = await signInAt(browser);
    expect(await whoIs(browser, jar)).toMatchObject({ name: 'late' });
    await browser.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainPath } from './address.ts';
import { ROUTES } from './http/routes.ts';
import { startTestServer, type TestHttpServer } from './testing/testServer.ts';

/** Endings that two parsers of URLs read differently, or that name another place than they seem to. */
const ODD = [
  '/../get-session',
  '/..\\get-session',
  '\\..\\get-session',
  '/./get-session',
  '/%2e%2e/get-session',
  '/%2E%2e/get-session',
  '/.%2e/get-session',
  '/%252e%252e/get-session',
  '/..%2fget-session',
  '/..%5cget-session',
  '/..%255cget-session',
  '/x#/../get-session',
  '/x\tget-session',
];

/** Those that Node's own parser of requests lets through to us. */
const SENT = ODD.filter((ending) => ending.startsWith('/') && !ending.includes('\t'));

describe('a plain path', () => {
  it.each([
    '/',
    '/healthz',
    '/api/trpc/documents.list,documents.get',
    '/w/default/settings',
    '/assets/a-b_1.js',
  ])('%s is taken as it is, with any query', (path) => {
    expect(plainPath(path)).toBe(path);
    expect(plainPath(`${path}?to=/../x%2f..&file=a%2Fb\\c`)).toBe(path);
  });

  it.each([
    ...ODD.map((ending) => `/api/auth/callback${ending}`),
    '//evil.example/x',
    'http://evil.example/x',
    '*',
    '',
  ])('%s is none', (target) => expect(plainPath(target)).toBeNull());
});

describe('every address of the server', () => {
  let server: TestHttpServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => await server.close());

  it('refuses what two parsers of URLs could read differently, before anything else', async () => {
    const admin = await server.person('admin');
    for (const { method, path } of Object.values(ROUTES))
      for (const ending of SENT) {
        const address = `${path.replace(/[:*].*$/, '').replace(/\/$/, '')}${ending}`;
        const { status, text } = await server.ask(address, {
          as: admin,
          method: method === 'POST' ? 'POST' : 'GET',
        });
        expect({ address, status, code: /"code":"([a-z_]+)"/.exec(text)?.[1] }).toEqual({
          address,
          status: 400,
          code: 'bad_input',
        });
      }
  });

  it('keeps better-auth’s own endpoints closed', async () => {
    const admin = await server.person('admin');
    for (const ending of [
      'get-session',
      'list-sessions',
      'callback',
      'sign-in/email',
      'callback/get-session',
    ])
      expect((await server.ask(`/api/auth/${ending}`, { as: admin })).status).toBe(404);
  });
});

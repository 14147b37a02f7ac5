import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { finishedRun } from '../testing/finishedRun.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import { ROUTES } from './routes.ts';

let server: TestHttpServer;
let editor: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
  editor = await server.person('editor');
});
afterAll(async () => await server.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const list = `/api/trpc/documents.list?input=${encodeURIComponent(JSON.stringify({ workspaceId: WORKSPACE }))}`;

interface Refused {
  error: { message: string; data: { httpStatus: number; weft: { code: string }; requestId: string } };
}

describe('the list of routes', () => {
  it('is exactly what the server answers to', () => {
    const { studio, ...always } = ROUTES;
    const listed = Object.values(always).flatMap(({ method, path }) =>
      method === 'UPGRADE' ? [] : [`${method} ${path}`],
    );
    // The studio is not served here.
    expect(studio.path).toBe('/*');
    expect(server.routes.toSorted()).toEqual(listed.toSorted());
  });
});

describe('every answer', () => {
  it('says who it is and what a page may do', async () => {
    const { headers } = await server.ask('/healthz');
    expect(headers['content-security-policy']).toBe(
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "worker-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        `connect-src 'self' ws://${server.host} wss://${server.host}`,
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ].join(';'),
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  it('has the same headers when it is a refusal', async () => {
    for (const asking of [
      { path: '/nothing' },
      { path: list },
      { path: '/api/trpc/documents.create', method: 'POST', headers: { origin: 'http://evil.example' } },
    ]) {
      const { headers, status } = await server.ask(asking.path, asking);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-request-id']).toBeDefined();
    }
  });

  it('a strange host gets no place in the policy', async () => {
    for (const host of ["a; script-src 'unsafe-inline'", 'a,b', "a 'unsafe-eval'", 'é.example'].map((text) =>
      Buffer.from(text, 'utf8').toString('latin1'),
    )) {
      const { headers, status } = await server.ask('/healthz', { headers: { host } });
      if (status === 400) continue;
      expect(headers['content-security-policy']).toContain("connect-src 'self' 'self'");
    }
  });

  it('carries the id of the request, a proxy’s own when it is a plain one', async () => {
    const sent = async (id: string) =>
      (await server.ask('/nothing', { headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await sent('proxy-0123456789')).toBe('proxy-0123456789');
    for (const odd of ['short', 'a'.repeat(65), '"}{"level":60,"x":"', 'a b c d e f', '../../../etc/passwd'])
      expect(await sent(odd)).toMatch(/^[\da-f]{8}-/);
  });
});

describe('probes', () => {
  it('tell a living process from one that can work', async () => {
    expect((await server.ask('/healthz')).json()).toEqual({ status: 'ok' });
    const ready = await server.ask('/readyz');
    expect([ready.status, ready.json()]).toEqual([200, { ready: true, workers: 0 }]);
  });
});

describe('procedures', () => {
  it('answer a person by their cookie and nobody without one', async () => {
    expect((await server.ask(list, { as: editor })).status).toBe(200);
    const { status, json } = await server.ask(list);
    expect([status, (json() as Refused).error.data.weft.code]).toEqual([401, 'sign_in']);
  });

  it('speak the language that the studio asks for, else the browser’s', async () => {
    const said = async (headers: Record<string, string>) =>
      ((await server.ask(list, { headers })).json() as Refused).error.message;
    expect(await said({ 'accept-language': 'zh-CN,zh;q=0.9' })).toBe('请先登录。');
    expect(await said({ 'x-weft-language': 'en', 'accept-language': 'zh-CN' })).toBe('Sign in first.');
  });

  it('take changes from our own page or from a program with a key, never from another site', async () => {
    const body = JSON.stringify({ workspaceId: WORKSPACE });
    const create = async (headers: Record<string, string>) => {
      const { status, json } = await server.ask('/api/trpc/documents.create', {
        method: 'POST',
        body,
        headers: { ...JSON_TYPE, ...headers },
      });
      return status === 200 ? 200 : (json() as Refused).error.data.weft.code;
    };
    const cookie = { cookie: editor.cookie };
    expect(await create({ ...cookie, origin: server.url })).toBe(200);
    expect(await create({ ...cookie, origin: 'http://evil.example' })).toBe('wrong_origin');
    expect(await create({ ...cookie, origin: 'null' })).toBe('wrong_origin');
    expect(await create(cookie)).toBe('wrong_origin');
    expect(await create({ authorization: 'Bearer nonsense' })).toBe('sign_in');
    // A cookie does not lend its rights to a request that shows a key.
    expect(await create({ ...cookie, authorization: 'Bearer nonsense' })).toBe('sign_in');
  });

  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/xml',
    '',
  ])('take JSON only, not "%s"', async (type) => {
    const { status, json } = await server.ask('/api/trpc/documents.create', {
      as: editor,
      method: 'POST',
      body: JSON.stringify({ workspaceId: WORKSPACE }),
      headers: type === '' ? {} : { 'content-type': type },
    });
    expect([status, (json() as Refused).error.data.weft.code]).toEqual([415, 'wrong_type']);
  });

  it('refuse what they cannot read, and what is too much, with a reason', async () => {
    const post = async (body: string, path = 'documents.create') => {
      const { status, json } = await server.ask(`/api/trpc/${path}`, {
        as: editor,
        method: 'POST',
        body,
        headers: JSON_TYPE,
      });
      return [status, (json() as Refused).error.data.weft.code];
    };
    expect(await post('{"workspaceId":')).toEqual([400, 'bad_input']);
    expect(await post('{"workspaceId":"x"}')).toEqual([400, 'bad_input']);
    expect(await post(JSON.stringify({ workspaceId: WORKSPACE, id: 'x' }))).toEqual([400, 'bad_input']);
    expect(await post('{}', 'documents.nothing')).toEqual([404, 'not_found']);
    expect(await post(`"${'x'.repeat(17 << 20)}"`)).toEqual([413, 'too_large']);
  });

  it('answer to GET and POST and to nothing else; a change is no GET', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
      expect((await server.ask(list, { as: editor, method })).status).toBe(404);
    const input = encodeURIComponent(JSON.stringify({ workspaceId: WORKSPACE }));
    expect((await server.ask(`/api/trpc/documents.create?input=${input}`, { as: editor })).status).toBe(400);
  });

  it('come in batches of at most a hundred', async () => {
    const batch = async (size: number) => {
      const names = Array.from({ length: size }, () => 'documents.list').join(',');
      const input = Object.fromEntries(
        Array.from({ length: size }, (_, i) => [i, { workspaceId: WORKSPACE, limit: 1 }]),
      );
      const query = `batch=1&input=${encodeURIComponent(JSON.stringify(input))}`;
      return (await server.ask(`/api/trpc/${names}?${query}`, { as: editor })).status;
    };
    expect(await batch(20)).toBe(200);
    expect(await batch(101)).toBe(400);
  });

  it('tell nothing of a trouble of ours but the id under which the log has it', async () => {
    const { pool } = server.deps;
    await pool.query(`alter table sessions rename to sessions_away`);
    const broken = await server.ask(list, { as: editor });
    await pool.query(`alter table sessions_away rename to sessions`);
    expect(broken.status).toBe(500);
    expect(broken.text).not.toMatch(/sessions|select|stack/i);
    expect((broken.json() as Refused).error.message).toContain(broken.headers['x-request-id']);
  });
});

describe('the log', () => {
  it('has one line for each request, with who and where, and no secret of it', async () => {
    const canary = 'c4n4ry';
    const before = server.log.length;
    const answers = [
      await server.ask(`${list}&token=${canary}`, { as: editor }),
      await server.ask(`/nothing/${canary}?token=${canary}`, { headers: { cookie: `a=${canary}` } }),
      await server.ask('/api/trpc/documents.create', {
        as: editor,
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${canary}`, 'x-api-key': canary },
        body: JSON.stringify({ workspaceId: WORKSPACE, title: canary }),
      }),
    ];
    await server.ask('/healthz');
    const lines = server.log.slice(before).filter(({ msg }) => msg === 'request');
    expect(lines.map(({ requestId }) => requestId)).toEqual(
      answers.map(({ headers }) => headers['x-request-id']),
    );
    expect(lines[0]).toMatchObject({
      person: editor.userId,
      method: 'GET',
      route: '/api/trpc/:path',
      procedures: 'documents.list',
      status: 200,
      ms: expect.any(Number),
    });
    expect(lines.map(({ status }) => status)).toEqual([200, 404, 401]);
    const text = JSON.stringify(server.log);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(decodeURIComponent(editor.cookie.split('=')[1]!).split('.')[0]);
  });
});

describe('sockets', () => {
  const knock = async (documentId: string, headers: Record<string, string>) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const socket = new WebSocket(`ws://${server.host}/api/sync/${documentId}`, { headers });
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode!));
    socket.on('error', () => {});
    const status = await promise;
    socket.terminate();
    return status;
  };

  it('open for who may read the document, from our own page', async () => {
    const { documentId } = await finishedRun(server.deps.pool, { workspaceId: WORKSPACE, outputs: {} });
    const viewer = await server.person('viewer');
    const stranger = await server.person(null);
    const origin = server.url;
    expect(await knock(documentId, { origin, cookie: viewer.cookie })).toBe(101);
    expect(await knock(documentId, { origin, cookie: stranger.cookie })).toBe(404);
    expect(await knock(randomUUID(), { origin, cookie: viewer.cookie })).toBe(404);
    expect(await knock('nonsense', { origin, cookie: viewer.cookie })).toBe(404);
    expect(await knock(documentId, { origin })).toBe(401);
    expect(await knock(documentId, { origin: 'http://evil.example', cookie: viewer.cookie })).toBe(403);
  });
});

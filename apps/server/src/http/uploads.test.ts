import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadPath, uploadsFolder } from '../domain/uploads/place.ts';
import { hostileNames } from '../testing/hostileNames.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import { DEFAULT_LIMITS } from './limiters.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';

const LIMIT = 1 << 20;
const BYTES = { 'content-type': 'application/octet-stream' };

let server: TestHttpServer;
let editor: TestPerson;
beforeAll(async () => {
  const { known, ...limits } = DEFAULT_LIMITS;
  server = await startTestServer({
    uploadBytes: LIMIT,
    limits: { ...limits, known: { ...known, mutation: { points: 10_000, seconds: 60 } } },
  });
  editor = await server.person('editor');
});
afterAll(async () => await server.close());

const address = (name: string, workspaceId = WORKSPACE) =>
  `/files/uploads/${workspaceId}?name=${encodeURIComponent(name)}`;
const give = async (name: string, body: string | Uint8Array, as: TestPerson | undefined = editor) =>
  await server.ask(address(name), {
    method: 'POST',
    body,
    headers: BYTES,
    ...(as === undefined ? {} : { as }),
  });
const codeOf = ({ text }: { text: string }) =>
  (JSON.parse(text) as { error: { data: { weft: { code: string } } } }).error.data.weft.code;
/** Every file of the store, temporary ones included. */
const stored = async () =>
  (await readdir(join(server.folder, 'store'), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
const rowCount = async () =>
  (await server.deps.pool.query<{ count: number }>('select count(*)::int as count from uploads')).rows[0]!
    .count;

describe('an upload', () => {
  it('is stored under its hash, and answers with what a param says to name it', async () => {
    const content = randomBytes(300_000);
    const hash = createHash('sha256').update(content).digest('hex');
    const { status, json } = await give('训练 数据.csv', content);
    expect([status, json()]).toEqual([
      200,
      { hash, name: '训练 数据.csv', bytes: 300_000, path: `upload:${hash}/训练 数据.csv` },
    ]);
    const { store } = server.deps.engine;
    expect((await store.get(hash)).equals(content)).toBe(true);
    expect((await readFile(uploadPath(store.url, { hash, name: '训练 数据.csv' }))).equals(content)).toBe(
      true,
    );
  });

  it('may come from a program with a key, which no browser sends', async () => {
    const { key } = await server.deps.accounts.makeKey({
      userId: editor.userId,
      workspaceId: WORKSPACE,
      name: 'ingest',
      scopes: ['read', 'edit'],
      expiresInDays: null,
    });
    const headers = { ...BYTES, authorization: `Bearer ${key}` };
    const sent = await server.ask(address('by-key.csv'), { method: 'POST', body: 'x', headers });
    expect(sent.status).toBe(200);
    const foreign = address('by-key.csv', await server.workspace());
    expect((await server.ask(foreign, { method: 'POST', body: 'x', headers })).status).toBe(404);
  });

  it('given twice is one file and one row', async () => {
    await give('twice.csv', 'a,b');
    const before = [await stored(), await rowCount()];
    expect((await give('twice.csv', 'a,b')).status).toBe(200);
    expect([await stored(), await rowCount()]).toEqual(before);
  });

  it('may be empty', async () => {
    expect((await give('empty.txt', '')).json()).toMatchObject({ bytes: 0 });
  });
});

describe('a refusal', () => {
  it('comes before a byte is read, for whoever may not', async () => {
    const before = [await stored(), await rowCount()];
    const viewer = await server.person('viewer');
    const stranger = await server.person(null);
    for (const [as, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const)
      expect((await give('a.csv', 'x', as)).status).toBe(status);
    const anonymous = await server.ask(address('a.csv'), {
      method: 'POST',
      headers: { ...BYTES, origin: server.url },
      body: 'x',
    });
    expect([anonymous.status, codeOf(anonymous)]).toEqual([401, 'sign_in']);
    // Nothing of the body has been sent yet when the answer is there.
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const sent = httpRequest(`${server.url}${address('a.csv')}`, {
      method: 'POST',
      agent: false,
      headers: { ...BYTES, origin: server.url, 'content-length': '1000' },
    });
    sent.on('response', ({ statusCode }) => resolve(statusCode!));
    sent.on('error', reject);
    sent.flushHeaders();
    expect(await promise).toBe(401);
    sent.on('error', () => {});
    sent.destroy();
    expect([await stored(), await rowCount()]).toEqual(before);
  });

  it('meets a page of another site', async () => {
    const answer = await server.ask(address('a.csv'), {
      method: 'POST',
      headers: { ...BYTES, cookie: editor.cookie, origin: 'http://evil.example' },
      body: 'x',
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_origin']);
  });

  it.each([
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/csv',
    'application/octet-stream; a=b',
  ])('meets a body that says it is %s: a file is never described, only sent', async (type) => {
    const before = await stored();
    const answer = await server.ask(address('a.csv'), {
      as: editor,
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ files: { data: { filepath: '/etc/passwd', originalFilename: 'a.csv' } } }),
    });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'wrong_type']);
    expect(await stored()).toEqual(before);
  });

  it('meets what is too large, told beforehand or not, and leaves nothing', async () => {
    const before = [await stored(), await rowCount()];
    const told = await server
      .ask(address('big.bin'), {
        as: editor,
        method: 'POST',
        headers: { ...BYTES, 'content-length': String(LIMIT + 1) },
      })
      .catch((error: NodeJS.ErrnoException) => error.code);
    expect(typeof told === 'object' ? [told.status, codeOf(told)] : told).toEqual([413, 'too_large']);
    const untold = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest(`${server.url}${address('big.bin')}`, {
        method: 'POST',
        agent: false,
        headers: { ...BYTES, cookie: editor.cookie, origin: server.url, 'transfer-encoding': 'chunked' },
      });
      sent.on('response', ({ statusCode }) => resolve(statusCode!));
      sent.on('error', reject);
      sent.write(Buffer.alloc(LIMIT));
      sent.write(Buffer.alloc(10));
    });
    expect([untold, server.log.filter(({ err }) => err !== undefined)]).toEqual([413, []]);
    expect([await stored(), await rowCount()]).toEqual(before);
  });

  it('meets a missing, doubled or unusable name and a workspace that is no id', async () => {
    for (const path of [
      `/files/uploads/${WORKSPACE}`,
      `/files/uploads/${WORKSPACE}?name=`,
      `/files/uploads/${WORKSPACE}?name=a&name=b`,
      `/files/uploads/${WORKSPACE}?name=a&path=/etc/passwd`,
      `/files/uploads/${WORKSPACE}?name=a%00b`,
      `/files/uploads/${WORKSPACE}?name=a%0d%0ab`,
      `/files/uploads/${WORKSPACE}?name=${'a'.repeat(256)}`,
      '/files/uploads/default?name=a',
      '/files/uploads/..%2f..?name=a',
    ]) {
      const answer = await server.ask(path, { as: editor, method: 'POST', headers: BYTES, body: 'x' });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'bad_input']);
    }
  });
});

it('an upload that breaks off leaves nothing', async () => {
  const before = [await stored(), await rowCount()];
  const sent = httpRequest(`${server.url}${address('half.bin')}`, {
    method: 'POST',
    agent: false,
    headers: { ...BYTES, cookie: editor.cookie, origin: server.url, 'content-length': '500000' },
  });
  sent.on('error', () => {});
  sent.write(randomBytes(100_000));
  sent.write(randomBytes(100_000));
  await expect.poll(async () => (await stored()).length).toBe((before[0] as string[]).length + 1);
  sent.destroy();
  await expect.poll(stored).toEqual(before[0]);
  expect(await rowCount()).toBe(before[1]);
});

it('no name puts a file outside the folder of its content, or one in the place of another', async () => {
  let taken = 0;
  for (const name of hostileNames().filter((each) => each.isWellFormed())) {
    const content = `content of ${JSON.stringify(name)}`;
    const { status, json } = await server.ask(address(name), {
      as: editor,
      method: 'POST',
      headers: BYTES,
      body: content,
    });
    if (status === 400) continue;
    expect(status).toBe(200);
    taken += 1;
    const hash = createHash('sha256').update(content).digest('hex');
    expect(json()).toMatchObject({ hash, name });
    const own = join(uploadsFolder(server.deps.engine.store.url), hash);
    const [only, ...others] = await readdir(own);
    expect(others).toEqual([]);
    expect((await stat(join(own, only!))).isFile()).toBe(true);
  }
  expect(taken).toBeGreaterThan(300);
  expect((await readdir(server.folder)).sort()).toEqual(['store']);
  expect(await readdir(join(server.folder, 'store', 'tmp'))).toEqual([]);
});

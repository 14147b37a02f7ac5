import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostileNames } from '../testing/hostileNames.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';

let server: TestHttpServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-studio-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'canary');
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Weft</title>');
  await writeFile(join(folder, 'dist', 'weft.svg'), '<svg/>');
  await writeFile(join(folder, 'dist', '.env'), 'canary');
  await writeFile(join(folder, 'dist', 'assets', 'main-abc123.js'), 'plain');
  await writeFile(join(folder, 'dist', 'assets', 'main-abc123.js.br'), brotliCompressSync('plain'));
  server = await startTestServer({ studioDir: join(folder, 'dist') });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const PAGE = { accept: 'text/html,application/xhtml+xml' };

it('every address of the studio is its page, asked for anew each time', async () => {
  for (const path of ['/', '/d/018f3a10-0000-7000-8000-000000000001', '/sign-in?error=x', '/setup']) {
    const { status, text, headers } = await server.ask(path, { headers: PAGE });
    expect([status, headers['cache-control'], headers['content-type']]).toEqual([
      200,
      'no-cache',
      'text/html; charset=utf-8',
    ]);
    expect(text).toContain('<title>Weft</title>');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
  }
});

it('what has a hash in its name is kept for ever, and comes compressed to who takes that', async () => {
  const plain = await server.ask('/assets/main-abc123.js');
  expect([plain.text, plain.headers['cache-control']]).toEqual([
    'plain',
    'public, max-age=31536000, immutable',
  ]);
  const small = await server.ask('/assets/main-abc123.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect(small.headers['content-encoding']).toBe('br');
  expect(small.headers['content-type']).toContain('javascript');
  expect((await server.ask('/weft.svg')).headers['cache-control']).toBe('no-cache');
});

it('what is not there is not the page: files, the API, and what no browser opens', async () => {
  for (const [path, headers] of [
    ['/assets/gone-abc123.js', PAGE],
    ['/api/nothing', PAGE],
    ['/files/nothing', PAGE],
    ['/nothing.js', { accept: '*/*' }],
  ] as const) {
    const { status, headers: got } = await server.ask(path, { headers });
    expect([status, got['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
  }
});

it('nothing outside the folder and nothing hidden is served', async () => {
  const climbs = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/%252e%252e/secret.txt',
    '/.env',
    '/%2eenv',
    '/.env%00.js',
  ];
  const names = hostileNames()
    .filter((name) => name.isWellFormed())
    .slice(0, 200)
    .map((name) => `/${encodeURIComponent(name)}`);
  for (const path of [...climbs, ...names]) {
    const { status, text } = await server.ask(path, { headers: { accept: '*/*' } });
    expect(text).not.toContain('canary');
    expect(status === 200 ? text : 'refused').not.toContain('root:');
  }
});

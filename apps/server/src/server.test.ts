import { storeUrl } from '@weft/engine/store';
import { startServer as startPostgres, type TestDatabase, type TestServer } from '@weft/db/testing';
import { openEngine, type Engine } from '@weft/engine';
import { specRegistry } from '@weft/engine/graph';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Server } from './server.ts';

let postgres: TestServer;
let database: TestDatabase;
let engine: Engine;
let server: Server;
let folder: string;
const start = async (pool = database.pool, port = 0): Promise<Server> =>
  await startServer({
    engine,
    pool,
    url: database.url,
    specs: specRegistry([]),
    port,
    dataDir: folder,
    templatesDir: join(folder, 'templates'),
    studioDir: null,
    log: { level: 'error' },
  });
beforeAll(async () => {
  postgres = await startPostgres();
  database = await postgres.createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'weft-server-'));
  engine = await openEngine({
    url: database.url,
    pool: database.pool,
    workspaceId: '00000000-0000-7000-8000-000000000001',
    storeUrl: storeUrl(join(folder, 'store')),
    specs: specRegistry([]),
    executors: {},
    specsModule: '',
    executorsModule: '',
  });
  server = await start();
});
afterAll(async () => {
  await server.close();
  await engine.close();
  await database.pool.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (path: string, from: Server = server) => {
  const response = await fetch(`${from.url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('the server', () => {
  it('is not ready before the database has been migrated', async () => {
    const empty = await postgres.createDatabase({ migrated: false });
    const early = await start(empty.pool);
    expect(await ask('/readyz', early)).toEqual({
      status: 503,
      body: { ready: false, reason: 'the database has not been migrated yet' },
    });
    expect((await ask('/healthz', early)).status).toBe(200);
    await early.close();
    await empty.drop();
  });

  it('is ready while PostgreSQL answers, says why when it does not, and is ready again after', async () => {
    await expect
      .poll(async () => await ask('/readyz'))
      .toEqual({ status: 200, body: { ready: true, workers: 0 } });
    await postgres.kill9();
    const away = await ask('/readyz');
    expect(away.status).toBe(503);
    expect(away.body['reason']).toContain('PostgreSQL does not answer');
    expect((await ask('/healthz')).status).toBe(200);
    await postgres.restart();
    // Not before edits of other servers are heard again.
    await expect.poll(async () => (await ask('/readyz')).status).toBe(200);
  });

  it('answers unknown paths with 404 and a port in use with an error', async () => {
    expect((await ask('/nothing')).status).toBe(404);
    const port = Number(new URL(server.url).port);
    await expect(start(database.pool, port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

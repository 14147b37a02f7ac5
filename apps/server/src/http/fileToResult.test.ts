import { storeUrl } from '@weft/engine/store';
import { openEngine, type Engine, type Worker } from '@weft/engine';
import type { Preview } from '@weft/nodes/preview';
import { executors } from '@weft/nodes/executors';
import { registry as specs } from '@weft/nodes/specs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';

let engine: Engine;
let worker: Worker;
let server: TestHttpServer;
let editor: TestPerson;
beforeAll(async () => {
  server = await startTestServer({
    specs,
    parts: async ({ database, folder }) => {
      engine = await openEngine({
        url: database.url,
        pool: database.pool,
        workspaceId: WORKSPACE,
        storeUrl: storeUrl(join(folder, 'store')),
        specs,
        executors,
        specsModule: import.meta.resolve('@weft/nodes/specs'),
        executorsModule: import.meta.resolve('@weft/nodes/executors'),
      });
      return { engine };
    },
  });
  worker = await engine.work({ name: 'test', slots: 1 });
  editor = await server.person('editor');
});
afterAll(async () => {
  await worker.stop({ graceMs: 1000 });
  await server.close();
  await engine.close();
});

const query = async <T>(name: string, input: object): Promise<T> => {
  const text = encodeURIComponent(JSON.stringify(input));
  return resultOf<T>(await server.ask(`/api/trpc/${name}?input=${text}`, { as: editor }));
};
const mutate = async <T>(name: string, input: object): Promise<T> =>
  resultOf<T>(
    await server.ask(`/api/trpc/${name}`, {
      as: editor,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
const resultOf = <T>({ status, text }: { status: number; text: string }): T => {
  const body = JSON.parse(text) as { result: { data: T }; error?: { message: string } };
  if (status !== 200) throw new Error(body.error?.message);
  return body.result.data;
};
const documentOf = (path: string) => ({
  format: 'weft.document',
  formatVersion: 1,
  title: 'Tickets',
  nodes: { read: { type: 'ingest.table', params: { path } } },
});

it('a file that somebody gives is read by a run, looked at and taken home', async () => {
  const given = await server.ask(`/files/uploads/${WORKSPACE}?name=${encodeURIComponent('票据 1.csv')}`, {
    as: editor,
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: 'zeta,text,a\n2,two,0.5\n1,one,1.5\n',
  });
  const { path } = given.json() as { path: string };
  const { documentId } = await mutate<{ documentId: string }>('documents.create', {
    workspaceId: WORKSPACE,
    from: { content: documentOf(path) },
  });
  expect(await query('runs.preview', { documentId })).toMatchObject({
    diagnostics: [],
    execute: 1,
    cached: 0,
  });
  const runId = randomUUID();
  await mutate('runs.start', { documentId, runId });
  for await (const { type } of engine.watch(runId)) if (type === 'run:finished') break;
  const preview = await query<Extract<Preview, { kind: 'table' }>>('artifacts.preview', {
    runId,
    nodeId: 'read',
    port: 'rows',
    sort: { column: 'zeta', direction: 'asc' },
  });
  // In the order of the file: the database keeps the columns in one of its own.
  expect(preview.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'zeta int',
    'text string',
    'a float',
  ]);
  expect(preview.page).toEqual([
    [1, 'one', 1.5],
    [2, 'two', 0.5],
  ]);
  const csv = await server.ask(`/files/artifacts/${runId}/read/rows?as=csv`, { as: editor });
  expect(csv.text).toBe('zeta,text,a\n2,two,0.5\n1,one,1.5\n');
  // Nothing that people see says where on this machine it lies.
  const seen = JSON.stringify([
    await query('runs.get', { runId }),
    await query('runs.log', { runId }),
    await query('documents.version', { documentId, number: 1 }),
    await query('runs.preview', { documentId }),
  ]);
  expect(seen).not.toContain(server.folder);
});

it('a path on the server’s disk is no file that anybody gave, and no run begins with it', async () => {
  const { documentId } = await mutate<{ documentId: string }>('documents.create', {
    workspaceId: WORKSPACE,
    from: { content: documentOf('/etc/passwd') },
  });
  const { diagnostics } = await query<{ diagnostics: object[] }>('runs.preview', { documentId });
  expect(diagnostics).toEqual([
    expect.objectContaining({ code: 'node.params', node: 'read', field: 'path' }),
  ]);
  await expect(mutate('runs.start', { documentId, runId: randomUUID() })).rejects.toThrow('cannot run yet');
});

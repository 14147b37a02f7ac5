/** A document that was removed is gone by every door, with its runs and what they made, until it is restored. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { inTransaction } from '@weft/db';
import { tableOf } from '@weft/engine/testing';
import { setDeleted } from '../domain/documents/remove.ts';
import { finishedRun, type FinishedRun } from '../testing/finishedRun.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';

let server: TestHttpServer;
let editor: TestPerson;
let removed: FinishedRun;
let other: FinishedRun;
beforeAll(async () => {
  server = await startTestServer();
  editor = await server.person('editor');
  const rows = await tableOf(server.deps.engine.store, { n: 'int' }, [{ n: 1 }]);
  removed = await finishedRun(server.deps.pool, { workspaceId: WORKSPACE, outputs: { rows } });
  other = await finishedRun(server.deps.pool, { workspaceId: WORKSPACE, outputs: { rows } });
});
afterAll(async () => await server.close());

const query = async (path: string, input: object) => {
  const address = `/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
  return await server.ask(address, { as: editor });
};
const change = async (path: string, input: object) =>
  await server.ask(`/api/trpc/${path}`, {
    as: editor,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });

/** Every door that names the document, its run or what the run made. */
const doorsOf = ({ documentId, runId }: FinishedRun): Readonly<Record<string, () => Promise<Answered>>> => ({
  document: async () => await query('documents.get', { documentId }),
  versions: async () => await query('documents.versions', { documentId }),
  version: async () => await query('documents.version', { documentId, number: 1 }),
  export: async () => await query('documents.export', { documentId }),
  run: async () => await query('runs.get', { runId }),
  log: async () => await query('runs.log', { runId }),
  attempts: async () => await query('runs.attempts', { runId }),
  'compared with another': async () => await query('runs.compare', { runId, otherRunId: other.runId }),
  'another compared with it': async () =>
    await query('runs.compare', { runId: other.runId, otherRunId: runId }),
  step: async () => await query('runs.explainStep', { runId, nodeId: 'step' }),
  preview: async () => await query('artifacts.preview', { runId, nodeId: 'step', port: 'rows' }),
  download: async () => await server.ask(`/files/artifacts/${runId}/step/rows?as=csv`, { as: editor }),
  control: async () => await change('runs.control', { runId, verb: 'cancel' }),
  start: async () => await change('runs.start', { documentId, runId: randomUUID() }),
});
interface Answered {
  readonly status: number;
  readonly text: string;
}

const withoutId = (text: string) => text.replaceAll(/"(requestId|path)":"[^"]*"/g, '');

it('answers 404 everywhere, as for an id that never was, and comes back whole', async () => {
  const doors = doorsOf(removed);
  const statuses = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(doors).map(async ([name, ask]) => [name, (await ask()).status] as const),
      ),
    );
  const before = await statuses();
  const { document, log, attempts, preview, download } = before;
  expect([document, log, attempts, preview, download]).toEqual([200, 200, 200, 200, 200]);
  expect(Object.values(before)).not.toContain(404);

  expect((await change('documents.remove', { documentId: removed.documentId })).status).toBe(200);
  const never = doorsOf({ documentId: randomUUID(), runId: randomUUID() });
  for (const [name, ask] of Object.entries(doors)) {
    const [gone, random] = [await ask(), await never[name]!()];
    expect({ name, status: gone.status, text: withoutId(gone.text) }).toEqual({
      name,
      status: 404,
      text: withoutId(random.text),
    });
  }

  expect((await change('documents.restore', { documentId: removed.documentId })).status).toBe(200);
  expect(await statuses()).toEqual(before);
});

it('ends the sockets and subscriptions that are open, also those of another server', async () => {
  const going = await finishedRun(server.deps.pool, { workspaceId: WORKSPACE, outputs: {} });
  const { documentId } = going;
  const socket = new WebSocket(`ws://${server.host}/api/sync/${documentId}`, {
    headers: { cookie: editor.cookie, origin: server.url },
  });
  await once(socket, 'open');
  const input = encodeURIComponent(JSON.stringify({ documentId }));
  const watching = await fetch(`${server.url}/api/trpc/runs.watch?input=${input}`, {
    headers: { cookie: editor.cookie, accept: 'text/event-stream' },
  });
  const reader = watching.body!.getReader();
  const decoder = new TextDecoder();
  let heard = '';
  const read = async () => {
    const { value, done } = await reader.read();
    heard += decoder.decode(value);
    return !done;
  };
  while (!heard.includes('succeeded')) expect(await read()).toBe(true);

  const closed = once(socket, 'close') as Promise<[number]>;
  // As another server does it: its rooms are none of ours.
  await inTransaction(
    server.deps.pool,
    async (tx) => await setDeleted(tx, { workspaceId: WORKSPACE, documentId, deleted: true }),
  );
  expect((await closed)[0]).toBe(4403);
  while (!heard.includes('not_found')) expect(await read()).toBe(true);
  await reader.cancel();
});

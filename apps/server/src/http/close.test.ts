import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { finishedRun } from '../testing/finishedRun.ts';
import { WORKSPACE } from '../testing/testContext.ts';
import { startTestServer } from '../testing/testServer.ts';

it('a server that closes waits for no socket and no subscription, and says that it is stopping', async () => {
  const server = await startTestServer();
  const viewer = await server.person('viewer');
  const { documentId } = await finishedRun(server.deps.pool, { workspaceId: WORKSPACE, outputs: {} });
  const headers = { cookie: viewer.cookie, origin: server.url };
  const socket = new WebSocket(`ws://${server.host}/api/sync/${documentId}`, { headers });
  await once(socket, 'open');
  const input = encodeURIComponent(JSON.stringify({ documentId }));
  const stream = httpRequest(`${server.url}/api/trpc/runs.watch?input=${input}`, {
    headers: { ...headers, accept: 'text/event-stream' },
  }).end();
  const [events] = (await once(stream, 'response')) as [IncomingMessage];
  expect(events.headers['content-type']).toContain('text/event-stream');
  events.on('error', () => {}).resume();
  const ended = [once(socket, 'close'), new Promise((resolve) => events.on('close', resolve))];
  // The time never comes at which the server cuts what is left.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  await server.close();
  vi.useRealTimers();
  const [[code]] = (await Promise.all(ended)) as [[number], unknown];
  expect(code).toBe(1001);
});

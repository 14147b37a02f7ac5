import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { graph } from '@weft/engine/testing';
import { EventSource } from 'eventsource';
import type { FastifyInstance } from 'fastify';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunsApp, type RunsApp } from '../domain/runs/testing/runsApp.ts';
import { createApp } from '../http/app.ts';
import type { TestPerson } from '../testing/testContext.ts';
import type { AppRouter } from './router.ts';
import { LOOK_MS } from './whileAllowed.ts';

let t: RunsApp;
let http: FastifyInstance;
let url: string;
beforeAll(async () => {
  t = await openRunsApp();
  await t.worker();
  http = createApp({ deps: t.app.deps, studioDir: null, log: { level: 'silent' }, origins: new Set() });
  await http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await http.close();
  await t.close();
});

function browser({ cookie }: TestPerson) {
  const headers = { cookie, origin: url };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url: `${url}/api/trpc`,
          EventSource,
          eventSourceOptions: () => ({
            fetch: async (address, init) =>
              await fetch(address, { ...init, headers: { ...init.headers, cookie } }),
          }),
        }),
        false: httpLink({ url: `${url}/api/trpc`, headers }),
      }),
    ],
  });
}

let salt = 0;
async function gated() {
  const gate = join(t.app.folder, `http-gate-${salt++}`);
  const documentId = await t.document(
    graph({
      rows: { type: 'stub.source', params: { count: 4, salt: 700 + salt } },
      model: { type: 'stub.train', params: { steps: 6, gate }, in: { rows: 'rows.rows' } },
    }),
  );
  return { documentId, open: async () => await writeFile(gate, 'go') };
}

/** What a subscriber is told; `until` waits for something in it. */
function collector<T>() {
  const told: T[] = [];
  let wake = () => {};
  return {
    told,
    put: (item: T) => {
      told.push(item);
      wake();
    },
    until: async (match: (item: T) => boolean) => {
      while (!told.some(match)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

test('events go on after the connection was cut, each once, and the stream ends with the run', async () => {
  const { documentId, open } = await gated();
  const client = browser(t.editor);
  const watched = collector<string>();
  const watching = client.runs.watch.subscribe(
    { documentId },
    { onData: ({ run }) => watched.put(run.status) },
  );
  const runId = crypto.randomUUID();
  await client.runs.start.mutate({ documentId, runId });
  const seen = collector<{ seq: number; type: string; at: string }>();
  const done = Promise.withResolvers<void>();
  client.runs.events.subscribe(
    { runId },
    {
      onData: ({ id, data }) => {
        expect(id).toBe(String(data.seq));
        seen.put(data);
      },
      onComplete: done.resolve,
      onError: done.reject,
    },
  );
  await seen.until(({ type }) => type === 'step:checkpoint');
  http.server.closeAllConnections();
  await open();
  await done.promise;
  const seqs = seen.told.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect(seen.told.at(-1)!.type).toBe('run:finished');
  expect(seen.told.every(({ at }) => at === new Date(at).toISOString())).toBe(true);
  await watched.until((status) => status === 'succeeded');
  expect(watched.told[0]).toBe('running');
  watching.unsubscribe();
  const detail = await client.runs.get.query({ runId });
  expect(detail.lastSeq).toBe(seqs.at(-1));
});

test('a subscription ends with the right to it, as soon as somebody says so', async () => {
  const { documentId, open } = await gated();
  const person = await t.app.person('viewer');
  const runId = crypto.randomUUID();
  await browser(t.editor).runs.start.mutate({ documentId, runId });
  const refused = collector<unknown>();
  const seen = collector<unknown>();
  browser(person).runs.events.subscribe({ runId }, { onData: seen.put, onError: refused.put });
  browser(person).runs.watch.subscribe({ documentId }, { onData: seen.put, onError: refused.put });
  await seen.until(() => seen.told.length >= 2);
  const { pool } = t.app.database;
  await pool.query('delete from memberships where user_id = $1', [person.userId]);
  const since = performance.now();
  await pool.query(`select pg_notify('weft_access', $1)`, [person.userId]);
  await refused.until(() => refused.told.length === 2);
  // By the notice, and not by the look that makes up for lost ones.
  expect(performance.now() - since).toBeLessThan(LOOK_MS);
  expect(refused.told).toMatchObject([{ data: { httpStatus: 404 } }, { data: { httpStatus: 404 } }]);
  await open();
  await t.finished(runId);
});

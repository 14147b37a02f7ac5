import { createTestDatabase, startServer } from '@weft/db/testing';
import { afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { loadDocument } from './log.ts';
import { startChildServer } from './testing/childServer.ts';
import { connect } from './testing/testClient.ts';
import { newDocument, openTestRooms } from './testing/testRooms.ts';

describe('an acknowledged edit', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  afterAll(async () => await database.drop());

  it('is in the log when the server is killed in the middle of the load', async () => {
    const documentId = await newDocument(pool);
    const server = await startChildServer({ url });
    const acknowledged = new Set<string>();
    const enough = Promise.withResolvers<void>();
    const writers = Array.from({ length: 6 }, () => connect({ url: server.url, documentId }));
    await Promise.all(writers.map(async (writer) => await writer.synced()));
    const writing = Promise.allSettled(
      writers.map(async ({ doc, durable }, who) => {
        for (let i = 0; ; i++) {
          doc.getMap('edits').set(`${who}-${i}`, i);
          await durable();
          acknowledged.add(`${who}-${i}`);
          if (acknowledged.size === 100) enough.resolve();
        }
      }),
    );
    await enough.promise;
    await server.kill();
    // All of them leave before anybody could send anything again.
    for (const { provider } of writers) provider.destroy();
    await writing;
    const doc = new Y.Doc();
    for (const update of (await loadDocument(pool, documentId)).updates) Y.applyUpdate(doc, update);
    const stored = new Set(doc.getMap('edits').keys());
    expect([...acknowledged].filter((edit) => !stored.has(edit))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThanOrEqual(100);
  });
});

describe('while PostgreSQL is away', async () => {
  const postgres = await startServer();
  const database = await postgres.createDatabase();
  afterAll(async () => {
    await database.drop().catch(() => {});
    await postgres.stop();
  });
  const { pool, url } = database;
  /** Its processes outlive it by a moment and answer until they notice; a refused connection means that none is left. */
  const untilAway = async () =>
    await expect
      .poll(() => pool.query('select 1').catch((error: Error) => error.message))
      .toMatch(/ECONNREFUSED/);

  it('nothing is acknowledged, and afterwards everything is there', async () => {
    const documentId = await newDocument(pool);
    await using server = await openTestRooms({ pool, url });
    const writer = server.client({ documentId });
    await writer.synced();
    let acknowledgements = 0;
    await postgres.kill9();
    await untilAway();
    const answers = Array.from({ length: 20 }, async (_, i) => {
      writer.doc.getMap('edits').set(`${i}`, i);
      await writer.durable();
      acknowledgements++;
    });
    await expect(server.rooms.freeze(documentId, { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(acknowledgements).toBe(0);
    await expect.poll(() => server.rooms.ready).toBe(false);
    await postgres.restart();
    await Promise.all(answers);
    const stored = new Y.Doc();
    for (const update of (await loadDocument(pool, documentId)).updates) Y.applyUpdate(stored, update);
    expect(stored.getMap('edits').size).toBe(20);
    await expect.poll(() => server.rooms.ready).toBe(true);
  });

  it('for too long, sockets are closed with a code on which clients come back with their edits', async () => {
    const documentId = await newDocument(pool);
    await using server = await openTestRooms({ pool, url, retryMs: 300 });
    const writer = server.client({ documentId });
    await writer.synced();
    const codes: (number | undefined)[] = [];
    const cut = Promise.withResolvers<void>();
    writer.provider.on('connection-close', (event) => {
      codes.push(event?.code);
      cut.resolve();
    });
    await postgres.kill9();
    await untilAway();
    writer.doc.getMap('edits').set('kept', 'by the client');
    const durable = writer.durable().then(
      () => 'durable',
      () => 'not durable',
    );
    await cut.promise;
    expect(codes).toEqual([4500]);
    expect(await durable).toBe('not durable');
    await postgres.restart();
    await writer.synced();
    await writer.durable();
    const stored = new Y.Doc();
    for (const update of (await loadDocument(pool, documentId)).updates) Y.applyUpdate(stored, update);
    expect(stored.getMap('edits').get('kept')).toBe('by the client');
  });
});

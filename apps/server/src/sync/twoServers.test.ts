import { createTestDatabase, layCable } from '@weft/db/testing';
import { setMeta } from '@weft/engine/live';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newDocument, openTestRooms, type TestRooms } from './testing/testRooms.ts';

describe('two servers with one database', async () => {
  const database = await createTestDatabase({ max: 20 });
  const { pool, url } = database;
  /** Both listen through it; the pool goes its own way. */
  const cable = await layCable(url);
  let one: TestRooms;
  let two: TestRooms;
  beforeAll(async () => {
    one = await openTestRooms({ pool, url: cable.url, compactRows: 15 });
    two = await openTestRooms({ pool, url: cable.url, compactRows: 15 });
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await cable[Symbol.asyncDispose]();
    await database.drop();
  });
  const pair = async (documentId: string) => {
    const clients = [
      one.client({ documentId, user: 'ann' }),
      two.client({ documentId, user: 'ben' }),
    ] as const;
    await Promise.all(clients.map(async (client) => await client.synced()));
    return clients;
  };

  it('show each other what is written', async () => {
    const documentId = await newDocument(pool);
    const [ann, ben] = await pair(documentId);
    setMeta(ann.doc, 'title', 'From one');
    await ben.until((doc) => doc.getMap('meta').get('title') === 'From one');
    setMeta(ben.doc, 'title', 'From two');
    await ann.until((doc) => doc.getMap('meta').get('title') === 'From two');
    // What one acknowledged is in what the other freezes, without waiting for a message between them.
    setMeta(ann.doc, 'title', 'Frozen elsewhere');
    await ann.durable();
    expect((await two.rooms.freeze(documentId)).document.title).toBe('Frozen elsewhere');
  });

  it('show each other who is there, who comes later and who has left', async () => {
    const documentId = await newDocument(pool);
    const ann = one.client({ documentId, user: 'ann' });
    await ann.synced();
    ann.provider.awareness.setLocalStateField('cursor', { x: 7 });
    await expect.poll(() => ann.provider.awareness.getLocalState()).toBeTruthy();
    const ben = two.client({ documentId, user: 'ben' });
    await ben.synced();
    const seen = () => ben.provider.awareness.getStates().get(ann.doc.clientID);
    await expect.poll(seen).toMatchObject({ cursor: { x: 7 }, user: { id: 'ann' } });
    await ann.leave();
    await expect.poll(seen).toBeUndefined();
  });

  it('lose nothing when both merge the log while both are written to', async () => {
    const documentId = await newDocument(pool);
    const writers = [...(await pair(documentId)), ...(await pair(documentId))];
    await Promise.all(
      writers.map(async ({ doc, durable }, who) => {
        for (let i = 0; i < 40; i++) {
          doc.getText('text').insert(0, 'x');
          doc.getMap('seen').set(`${who}-${i}`, i);
          await durable();
        }
      }),
    );
    for (const { until } of writers) await until((doc) => doc.getMap('seen').size === 160);
    const { rows } = await pool.query<{ snap_seq: bigint; head: bigint; rows: number }>(
      `select snap_seq, head, (select count(*)::int from document_updates where document_id = $1) as rows
       from documents where id = $1`,
      [documentId],
    );
    const { snap_seq: merged, head, rows: left } = rows[0]!;
    expect(merged).toBeGreaterThan(0n);
    expect(BigInt(left)).toBe(head - merged);
    const states = writers.map(({ doc }) => Buffer.from(Y.encodeStateVector(doc)).toString('hex').length);
    expect(new Set(states).size).toBe(1);
    await using third = await openTestRooms({ pool, url });
    const reader = third.client({ documentId });
    await reader.synced();
    expect(reader.doc.getText('text').length).toBe(160);
    expect(reader.doc.getMap('seen').size).toBe(160);
    expect([...one.problems, ...two.problems]).toEqual([]);
  });

  it('catch up on what was announced while one of them could not listen', async () => {
    const documentId = await newDocument(pool);
    const [ann, ben] = await pair(documentId);
    cable.pull();
    await expect.poll(() => one.rooms.ready || two.rooms.ready).toBe(false);
    setMeta(ann.doc, 'title', 'Unheard');
    await ann.durable();
    expect(ben.doc.getMap('meta').get('title')).not.toBe('Unheard');
    cable.plug();
    await ben.until((doc) => doc.getMap('meta').get('title') === 'Unheard');
    await expect.poll(() => one.rooms.ready && two.rooms.ready).toBe(true);
  });
});

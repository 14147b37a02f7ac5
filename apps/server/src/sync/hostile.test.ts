import { createTestDatabase } from '@weft/db/testing';
import { LIMITS, setMeta, WEFT } from '@weft/engine/live';
import * as encoding from 'lib0/encoding';
import { afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { appendUpdates } from './log.ts';
import { updateMessage } from './messages.ts';
import { newDocument, openTestRooms } from './testing/testRooms.ts';

describe('a room with a client that misbehaves', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  const server = await openTestRooms({ pool, url });
  const { client, rooms } = server;
  afterAll(async () => {
    await server.close();
    await database.drop();
  });
  const headOf = async (documentId: string) =>
    (await pool.query('select head from documents where id = $1', [documentId])).rows[0].head as bigint;

  /** An update whose first half can be applied and whose second half is garbage. */
  function halfGood(): Uint8Array {
    const doc = new Y.Doc();
    doc.getMap('meta').set('title', 'Half');
    const whole = Y.encodeStateAsUpdate(doc);
    return Uint8Array.from([...whole.slice(0, -1), 9, 9, 9]);
  }
  /** A letter that claims to follow one that the same client has not written yet. */
  const followsItself = () => Uint8Array.from([1, 1, 5, 0, 0x84, 5, 9, 1, 0x78, 0]);
  const frame = (...numbers: number[]) =>
    encoding.encode((encoder) => numbers.forEach((each) => encoding.writeVarUint(encoder, each)));

  it.each([
    ['nothing', new Uint8Array()],
    ['an unknown message', frame(77)],
    ['an unknown sync step', frame(0, 9, 0)],
    ['an update of random bytes', updateMessage(Uint8Array.from([3, 1, 4, 1, 5, 9, 2, 6]))],
    ['an update that ends too early', updateMessage(Uint8Array.from([1]))],
    ['an update whose second half is garbage', updateMessage(halfGood())],
    ['a state vector that ends too early', frame(0, 0, 1, 200)],
    ['two messages in one frame', frame(3, 3)],
    ['a presence that is no object', Uint8Array.from([1, 7, 1, 5, 9, 3, 49, 50, 51])],
    ['text', 'hello'],
  ])('closes its socket for %s, stores nothing and goes on', async (_, message) => {
    const documentId = await newDocument(pool);
    const [bad, good] = [client({ documentId }), client({ documentId })];
    await Promise.all([bad.synced(), good.synced()]);
    bad.provider.ws!.send(message);
    expect(await bad.closed()).toMatchObject({ code: 4400 });
    expect(await headOf(documentId)).toBe(0n);
    setMeta(good.doc, 'title', 'Went on');
    await good.durable();
    expect((await rooms.freeze(documentId)).document.title).toBe('Went on');
  });

  it('starts anew from the log when an update can be read but not applied', async () => {
    const documentId = await newDocument(pool);
    const [bad, good] = [client({ documentId }), client({ documentId })];
    await Promise.all([bad.synced(), good.synced()]);
    setMeta(good.doc, 'title', 'Stored');
    await good.durable();
    const cut = new Promise((resolve) => good.provider.once('connection-close', resolve));
    bad.provider.ws!.send(updateMessage(followsItself()));
    expect(await bad.closed()).toMatchObject({ code: 4400 });
    expect(await cut).toMatchObject({ code: 4500 });
    expect(await headOf(documentId)).toBe(1n);
    await good.synced();
    setMeta(good.doc, 'title', 'Went on');
    await good.durable();
    expect((await rooms.freeze(documentId)).document.title).toBe('Went on');
  });

  it('opens a document whose log holds what cannot be applied', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => setMeta(doc, 'title', 'Before'));
    await appendUpdates(pool, {
      documentId,
      updates: [{ author: WEFT, update: followsItself() }],
      node: 'another version',
    });
    await rooms.edit(documentId, WEFT, (doc) => setMeta(doc, 'description', 'After'));
    const { document } = await rooms.freeze(documentId);
    expect(document).toMatchObject({ title: 'Before', description: 'After' });
    expect(server.problems.join()).toContain(`reading the log of document ${documentId}`);
  });

  it('refuses an update that is too large, and nothing of it is kept', async () => {
    const documentId = await newDocument(pool);
    const sender = client({ documentId });
    await sender.synced();
    sender.doc.getMap('meta').set('title', 'x'.repeat(LIMITS.updateBytes));
    expect(await sender.closed()).toEqual({ code: 4413, reason: 'an edit may have 8 MiB' });
    expect(await headOf(documentId)).toBe(0n);
  });

  it('refuses a document that grows too large, but never a deletion', async () => {
    const documentId = await newDocument(pool);
    const MIB = 1 << 20;
    const large = new Y.Doc();
    for (let i = 0; i < 9; i++) large.getMap('big').set(`${i}`, 'x'.repeat(7 * MIB));
    await appendUpdates(pool, {
      documentId,
      updates: [{ author: WEFT, update: Y.encodeStateAsUpdate(large) }],
      node: 'test',
    });
    const sender = client({ documentId });
    await sender.synced();
    const { doc } = sender;
    doc.getMap('big').delete('0');
    await sender.durable();
    doc.getMap('big').set('again', 'x'.repeat(7 * MIB));
    await sender.durable();
    doc.getMap('big').set('too much', 'x'.repeat(7 * MIB));
    expect(await sender.closed()).toEqual({ code: 4413, reason: 'a document may have 64 MiB' });
    // The 63 MiB, the deletion, and what took its place.
    expect(await headOf(documentId)).toBe(3n);
  });

  it('closes the socket of a flood, and never that of fast hands', async () => {
    const documentId = await newDocument(pool);
    const [flood, hands] = [client({ documentId }), client({ documentId })];
    await Promise.all([flood.synced(), hands.synced()]);
    for (let i = 0; i < 500; i++) hands.doc.getText('t').insert(0, 'x');
    await hands.durable();
    for (let i = 0; i < 5000; i++) flood.provider.ws!.send(Uint8Array.from([3]));
    expect(await flood.closed()).toEqual({ code: 4429, reason: 'too many messages' });
    await hands.durable();
  });

  it('ends a socket that does not read, and lets it come back', async () => {
    const documentId = await newDocument(pool);
    const slow = client({ documentId });
    await slow.synced();
    const { _socket: socket } = slow.provider.ws as unknown as { _socket: { pause(): void; resume(): void } };
    const cut = new Promise((resolve) => slow.provider.once('connection-close', resolve));
    socket.pause();
    for (let i = 0; i < 6; i++)
      await rooms.edit(documentId, WEFT, (doc) => void doc.getMap('big').set('one', `${i}`.repeat(6 << 20)));
    socket.resume();
    await cut;
    // Where this takes half a minute, the client comes back by itself in the middle of it and hears the rest edit by edit.
    await slow.until((doc) => doc.getMap('big').get('one') === '5'.repeat(6 << 20));
  });
});

import { createTestDatabase, WAIT_MS } from '@weft/db/testing';
import { addNode, connect as wire, nodesOf, readLive, removeNodes, setMeta, WEFT } from '@weft/engine/live';
import { defineNode, specRegistry, type GraphDocument } from '@weft/engine/graph';
import { graph } from '@weft/engine/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { z } from 'zod';
import { updateMessage } from './messages.ts';
import type { TestClient } from './testing/testClient.ts';
import { newDocument, openTestRooms, WORKSPACE } from './testing/testRooms.ts';

const note = defineNode({
  type: 'test.note',
  version: 1,
  title: { en: 'Note', zh: '便签' },
  description: { en: 'Holds a text.', zh: '保存一段文字。' },
  stage: 'ingest',
  shape: 'task',
  purity: 'pure',
  params: z.strictObject({ text: z.string().default('').meta({ format: 'prose' }) }),
  inputs: {},
  outputs: {},
});
const node = { type: 'test.note', params: {} } as never;

describe('rooms', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  const specs = specRegistry([note]);
  const server = await openTestRooms({ pool, url, specs, compactRows: 20 });
  const { client, rooms } = server;
  afterAll(async () => {
    await server.close();
    await database.drop();
  });
  const rowOf = async (documentId: string) =>
    (
      await pool.query<{
        title: string;
        node_count: number;
        head: bigint;
        snap_seq: bigint;
        updated_at: Date;
      }>(`select title, node_count, head, snap_seq, updated_at from documents where id = $1`, [documentId])
    ).rows[0]!;

  it('show a client what is stored with its very first sync', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => setMeta(doc, 'title', 'Stored'));
    const reader = client({ documentId });
    await reader.synced();
    expect(readLive(reader.doc).document.title).toBe('Stored');
  });

  it('tell everybody of an edit, and the lists too', async () => {
    const documentId = await newDocument(pool);
    const [one, two] = [client({ documentId }), client({ documentId })];
    await Promise.all([one.synced(), two.synced()]);
    const { updated_at: before } = await rowOf(documentId);
    setMeta(one.doc, 'title', 'Seen by two\0\ud800');
    addNode(one.doc, 'a' as never, node);
    await two.until((doc) => nodesOf(doc).has('a'));
    await one.durable();
    await one.leave();
    await two.leave();
    await expect
      .poll(async () => await rowOf(documentId))
      .toMatchObject({ title: 'Seen by two\ufffd', node_count: 1 });
    expect((await rowOf(documentId)).updated_at.getTime()).toBeGreaterThan(before.getTime());
  });

  it('write the first content of a new document inside the transaction that makes it', async () => {
    const documentId = randomUUID();
    const document = graph({ a: { type: 'test.note', params: { text: 'hello' } } }, { title: 'New' });
    const tx = await pool.connect();
    const given = { documentId, author: WEFT, document };
    await tx.query('begin');
    await expect(rooms.create(tx, given)).rejects.toMatchObject({ code: 'not_found' });
    await tx.query(`insert into documents (id, workspace_id, ref, title) values ($1, $2, 'new', '')`, [
      documentId,
      WORKSPACE,
    ]);
    await rooms.create(tx, given);
    await tx.query('commit');
    await expect(rooms.create(tx, given)).rejects.toMatchObject({ code: 'conflict' });
    tx.release();
    expect(await rowOf(documentId)).toMatchObject({ title: 'New', node_count: 1, head: 1n });
    const frozen = await rooms.freeze(documentId);
    expect(frozen).toMatchObject({ document, troubles: [] });
    const reader = client({ documentId });
    await reader.synced();
    // The spec says that people write together here.
    expect(nodesOf(reader.doc).get('a')?.get('params')).toMatchObject({ size: 1 });
    expect((nodesOf(reader.doc).get('a')!.get('params') as Y.Map<unknown>).get('text')).toBeInstanceOf(
      Y.Text,
    );
  });

  it('take up what the command line ran, once, when two servers open it at the same time', async () => {
    const documentId = await newDocument(pool, 'Ran');
    const version = async (number: number, content: GraphDocument) =>
      await pool.query(
        `insert into versions (id, workspace_id, document_id, number, hash, content)
         values (gen_random_uuid(), $1, $2, $3, $4, $5)`,
        [WORKSPACE, documentId, number, `hash ${number}`, JSON.stringify(content)],
      );
    await version(1, graph({ old: { type: 'test.note' } }, { title: 'Ran' }));
    await version(2, graph({ a: { type: 'test.note' }, b: { type: 'test.note' } }, { title: 'Ran' }));
    await using other = await openTestRooms({ pool, url, specs });
    const [one, two] = await Promise.all([rooms.freeze(documentId), other.rooms.freeze(documentId)]);
    expect(Object.keys(one.document.nodes)).toEqual(['a', 'b']);
    expect(two).toEqual(one);
    expect(await rowOf(documentId)).toMatchObject({ head: 1n, node_count: 2 });
    await rooms.edit(documentId, WEFT, (doc) => removeNodes(doc, ['a', 'b']));
    expect((await rooms.freeze(documentId)).document.nodes).toEqual({});
  });

  it('keep an edit whose predecessors have not come yet', async () => {
    const documentId = await newDocument(pool);
    const source = new Y.Doc();
    const updates: Uint8Array[] = [];
    source.on('update', (update: Uint8Array) => updates.push(update));
    for (const word of ['one ', 'two ', 'three '])
      source.getText('t').insert(source.getText('t').length, word);
    const sender = client({ documentId });
    await sender.synced();
    // Nothing but the third and the second; the room cannot use either yet.
    for (const update of [updates[2]!, updates[1]!]) {
      Y.applyUpdate(sender.doc, update, 'somebody else');
      send(sender, update);
      await sender.durable();
    }
    expect(await rowOf(documentId)).toMatchObject({ head: 2n });
    await sender.leave();
    const late = client({ documentId });
    await late.synced();
    send(late, updates[0]!);
    await late.until((doc) => doc.getText('t').toJSON() === 'one two three ');
  });

  it('acknowledge nothing before they have what a client wrote offline', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    writer.provider.disconnect();
    addNode(writer.doc, 'offline' as never, node);
    const acknowledged = new Promise<bigint>((resolve) =>
      // In the same tick as the socket opens, long before the server has asked for anything.
      writer.provider.on('status', ({ status }) => {
        if (status === 'connected') resolve(writer.durable());
      }),
    );
    writer.provider.connect();
    expect(await acknowledged).toBe(1n);
    expect(await rowOf(documentId)).toMatchObject({ head: 1n });
  });

  it('merge 10,000 edits made offline with what others did meanwhile, each of them once', async () => {
    const documentId = await newDocument(pool);
    const [away, home] = [client({ documentId }), client({ documentId })];
    await Promise.all([away.synced(), home.synced()]);
    away.provider.disconnect();
    const list = away.doc.getArray<number>('edits');
    for (let i = 0; i < 10_000; i++) list.push([i]);
    setMeta(away.doc, 'title', 'Written away');
    setMeta(home.doc, 'title', 'Written at home');
    await home.durable();
    away.provider.connect();
    await home.until((doc) => doc.getArray('edits').length === 10_000);
    await away.synced();
    await away.durable();
    expect(new Set(home.doc.getArray<number>('edits').toArray()).size).toBe(10_000);
    const { document } = await rooms.freeze(documentId);
    for (const { doc } of [away, home]) expect(readLive(doc).document).toEqual(document);
  });

  it('store an edit that only deletes', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => addNode(doc, 'a' as never, node));
    const writer = client({ documentId });
    await writer.synced();
    const before = Y.encodeStateVector(writer.doc);
    removeNodes(writer.doc, ['a']);
    expect(Y.encodeStateVector(writer.doc)).toEqual(before);
    expect(await writer.durable()).toBe(2n);
    await writer.leave();
    expect((await rooms.freeze(documentId)).document.nodes).toEqual({});
  });

  it('store nothing for what is known already', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    addNode(writer.doc, 'a' as never, node);
    removeNodes(writer.doc, ['a']);
    await writer.durable();
    const { head } = await rowOf(documentId);
    for (let i = 0; i < 3; i++) send(writer, Y.encodeStateAsUpdate(writer.doc));
    await writer.durable();
    expect((await rowOf(documentId)).head).toBe(head);
  });

  it('freeze only what is durable, and wait for the edits that a client names', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    writer.provider.disconnect();
    addNode(writer.doc, 'later' as never, node);
    const covers = Y.encodeStateVector(writer.doc);
    await expect(rooms.freeze(documentId, { covers, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'edits_on_the_way',
    });
    const freezing = rooms.freeze(documentId, { covers, timeoutMs: WAIT_MS });
    writer.provider.connect();
    const { document, stateVector } = await freezing;
    expect(Object.keys(document.nodes)).toEqual(['later']);
    expect(stateVector).toEqual(covers);
    expect((await rowOf(documentId)).head).toBe(1n);
    await expect(rooms.freeze(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave everything as it is when an edit of the server throws', async () => {
    const documentId = await newDocument(pool);
    const change = (doc: Y.Doc) => {
      addNode(doc, 'half' as never, node);
      throw new Error('no');
    };
    await expect(rooms.edit(documentId, WEFT, change)).rejects.toThrow('no');
    expect((await rooms.freeze(documentId)).document.nodes).toEqual({});
  });

  it('stay readable when two people close a cycle at once', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => {
      for (const id of ['a', 'b']) addNode(doc, id as never, node);
    });
    const [one, two] = [client({ documentId }), client({ documentId })];
    await Promise.all([one.synced(), two.synced()]);
    const end = (id: string, port: string) => ({ node: id, port }) as never;
    wire(one.doc, { from: end('a', 'out'), to: end('b', 'in') });
    wire(two.doc, { from: end('b', 'out'), to: end('a', 'in') });
    await Promise.all([one.durable(), two.durable()]);
    const { document, troubles } = await rooms.freeze(documentId);
    expect(Object.keys(document.edges)).toHaveLength(2);
    expect(troubles).toEqual([]);
  });

  it('merge the log into a snapshot without losing anything', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    for (let i = 0; i < 25; i++) {
      addNode(writer.doc, `n${i}` as never, node);
      await writer.durable();
    }
    await expect.poll(async () => (await rowOf(documentId)).snap_seq).toBeGreaterThanOrEqual(20n);
    await writer.leave();
    const reader = client({ documentId });
    await reader.synced();
    expect(nodesOf(reader.doc).size).toBe(25);
    const { rows } = await pool.query(
      `select count(*)::int as count from document_updates where document_id = $1`,
      [documentId],
    );
    expect(rows[0].count).toBeLessThanOrEqual(5);
  });
});

/** As the provider would, had the edit been made in its document. */
function send({ provider }: TestClient, update: Uint8Array): void {
  provider.ws!.send(updateMessage(update));
}

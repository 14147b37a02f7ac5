import { createTestDatabase } from '@weft/db/testing';
import { setMeta, WEFT } from '@weft/engine/live';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as decoding from 'lib0/decoding';
import { EVERY_MS } from './access.ts';
import { newDocument, openTestRooms, WORKSPACE } from './testing/testRooms.ts';

describe('a room', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  const server = await openTestRooms({ pool, url });
  const { client, rooms, rights } = server;
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  it('refuses a wrong origin, a wrong address and a stranger before there is a socket', async () => {
    const documentId = await newDocument(pool);
    const statusOf = async (path: string, origin?: string) => {
      const socket = new WebSocket(`${server.url}/${path}`, origin === undefined ? {} : { origin });
      const answer = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
      const opened = once(socket, 'open').then(
        () => null,
        () => null,
      );
      const [, response] = (await Promise.race([answer, opened])) ?? [];
      socket.on('error', () => {});
      socket.terminate();
      return response?.statusCode ?? 101;
    };
    rights.set('stranger', null);
    expect(await statusOf(documentId, 'http://elsewhere.example')).toBe(403);
    expect(await statusOf(documentId, 'null')).toBe(403);
    for (const wrong of ['not-an-id', '', `${documentId}/..`, documentId.slice(1), '%00'])
      expect(await statusOf(wrong, 'http://localhost')).toBe(404);
    expect(await statusOf(`${documentId}?user=stranger`, 'http://localhost')).toBe(401);
    expect(await statusOf(`../else/${documentId}`)).toBe(404);
    expect(await statusOf(documentId, 'http://localhost')).toBe(101);
    expect(await statusOf(documentId)).toBe(101);
  });

  it('shows everything to viewers and takes nothing from them', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => setMeta(doc, 'title', 'Theirs'));
    const viewer = client({ documentId, user: 'viewer', viewer: true });
    const refusals: string[] = [];
    const refused = Promise.withResolvers<void>();
    viewer.provider.messageHandlers[2] = (_, decoder) => {
      decoding.readVarUint(decoder);
      refusals.push(decoding.readVarString(decoder));
      refused.resolve();
    };
    await viewer.synced();
    expect(viewer.doc.getMap('meta').get('title')).toBe('Theirs');
    setMeta(viewer.doc, 'title', 'Mine');
    await refused.promise;
    await viewer.durable();
    expect(refusals).toEqual(['read-only']);
    expect((await rooms.freeze(documentId)).document.title).toBe('Theirs');
    const editor = client({ documentId, user: 'editor' });
    await editor.synced();
    viewer.provider.awareness.setLocalStateField('cursor', { x: 1, y: 2 });
    await expect
      .poll(() => [...editor.provider.awareness.getStates().values()])
      .toContainEqual(expect.objectContaining({ cursor: { x: 1, y: 2 } }));
  });

  it('does not ask for what somebody wrote before they became a viewer', async () => {
    const documentId = await newDocument(pool);
    const editor = client({ documentId, user: 'demoted' });
    await editor.synced();
    editor.provider.disconnect();
    setMeta(editor.doc, 'title', 'Written offline');
    rights.set('demoted', { canWrite: false });
    editor.provider.connect();
    await editor.synced();
    await editor.durable();
    expect((await rooms.freeze(documentId)).document.title).toBe('Untitled');
  });

  it('closes at once when somebody says that access ended or changed, and tells which', async () => {
    const documentId = await newDocument(pool);
    const [ended, changed, kept] = ['ended', 'changed', 'kept'].map((user) => client({ documentId, user }));
    await Promise.all([ended!.synced(), changed!.synced(), kept!.synced()]);
    rights.set('ended', null).set('changed', { canWrite: false });
    await pool.query(`select pg_notify('weft_access', $1)`, [WORKSPACE]);
    expect(await ended!.closed()).toEqual({ code: 4403, reason: 'access ended' });
    expect(await changed!.closed()).toEqual({ code: 4409, reason: 'rights changed' });
    await kept!.durable();
  });

  it('closes at its next look, at most five seconds later, when nobody says so', async () => {
    const documentId = await newDocument(pool);
    const revoked = client({ documentId, user: 'revoked' });
    await revoked.synced();
    rights.set('revoked', null);
    expect(await revoked.closed()).toMatchObject({ code: 4403 });
    expect(EVERY_MS).toBeLessThanOrEqual(5000);
  });

  it('closes the sockets that match all of what is asked', async () => {
    const documentId = await newDocument(pool);
    const elsewhere = await newDocument(pool);
    const [here, there, other] = [
      client({ documentId, user: 'mover' }),
      client({ documentId: elsewhere, user: 'mover' }),
      client({ documentId, user: 'bystander' }),
    ];
    await Promise.all([here.synced(), there.synced(), other.synced()]);
    rooms.disconnect({ userId: 'mover', documentId }, 4404, 'gone');
    expect(await here.closed()).toEqual({ code: 4404, reason: 'gone' });
    rooms.disconnect({ sessionId: 'session of bystander' }, 4401, 'signed out');
    expect(await other.closed()).toEqual({ code: 4401, reason: 'signed out' });
    await there.durable();
    await rooms.recheck();
    await there.durable();
  });
});

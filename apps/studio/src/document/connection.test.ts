import { CLOSE, MESSAGE, ROOM_PROTOCOL } from '@weft/engine/live';
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, encode, toUint8Array, writeVarString, writeVarUint, length } from 'lib0/encoding';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { openConnection, type Connection } from './connection.ts';
import type { KeptEdits } from './keptEdits.ts';
import type { SaveState } from './saving.ts';

/** A room over a real socket, that answers "is it durable?" when the test lets it. */
async function startRoom() {
  const doc = new Y.Doc();
  const presence = new Awareness(doc);
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let answering = true;
  let held: (() => void)[] = [];
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data: Buffer) => {
      const decoder = createDecoder(new Uint8Array(data));
      const type = readVarUint(decoder);
      if (type === 0) {
        const reply = createEncoder();
        writeVarUint(reply, 0);
        readSyncMessage(decoder, reply, doc, socket);
        if (length(reply) > 1) socket.send(toUint8Array(reply));
      } else if (type === 1) applyAwarenessUpdate(presence, readVarUint8Array(decoder), socket);
      else if (type === MESSAGE.barrier) {
        const id = readVarUint(decoder);
        const answer = () =>
          socket.send(
            encode((encoder) => {
              for (const number of [MESSAGE.barrier, id, 1]) writeVarUint(encoder, number);
            }),
          );
        if (answering) answer();
        else held.push(answer);
      }
    });
    socket.send(
      encode((encoder) => {
        writeVarUint(encoder, 0);
        writeSyncStep1(encoder, doc);
      }),
    );
  });
  return {
    doc,
    presence,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    protocols: () => [...sockets].map(({ protocol }) => protocol),
    hold: () => (answering = false),
    answer: () => {
      answering = true;
      for (const say of held) say();
      held = [];
    },
    /** What somebody else wrote. */
    write: (update: Uint8Array) => {
      Y.applyUpdate(doc, update);
      for (const socket of sockets)
        socket.send(
          encode((encoder) => {
            writeVarUint(encoder, MESSAGE.sync);
            writeUpdate(encoder, update);
          }),
        );
    },
    refuse: () => {
      for (const socket of sockets)
        socket.send(
          encode((encoder) => {
            writeVarUint(encoder, 2);
            writeVarUint(encoder, 0);
            writeVarString(encoder, 'you may look');
          }),
        );
    },
    drop: (code: number) => {
      for (const socket of sockets) socket.close(code);
    },
    close: async () => {
      presence.destroy();
      for (const socket of sockets) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In memory: what IndexedDB does is the browser test's. */
function memoryKept(found = false) {
  const calls: string[] = [];
  const kept: KeptEdits = {
    restore: async () => found,
    keep: () => void calls.push('keep'),
    forget: () => void calls.push('forget'),
    close: () => {},
  };
  return { calls, kept };
}

const until = async (connection: Connection, kind: SaveState['kind']): Promise<SaveState> =>
  await new Promise((resolve) => {
    const look = (): void => {
      const state = connection.saveState();
      if (state.kind !== kind) return;
      stop();
      resolve(state);
    };
    const stop = connection.subscribe(look);
    look();
  });

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open({ found = false } = {}) {
  const room = await startRoom();
  closing.push(room.close);
  const doc = new Y.Doc();
  const { kept, calls } = memoryKept(found);
  const awareness = new Awareness(doc);
  awareness.setLocalState({ user: 'ann' });
  let rightsChanged = 0;
  const connection = openConnection({
    url: room.url,
    documentId: 'd',
    doc,
    awareness,
    kept,
    onRightsChanged: () => (rightsChanged += 1),
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  closing.push(connection.destroy);
  await connection.opened;
  return { room, doc, awareness, connection, calls, rights: () => rightsChanged };
}

describe('the line to a room', () => {
  it('says saved when the room has answered for the edit, and not before', async () => {
    const { room, doc, connection } = await open();
    await until(connection, 'saved');
    room.hold();
    doc.getMap('meta').set('title', 'New');
    expect(connection.saveState()).toEqual({ kind: 'saving', edits: 1 });
    const arrived = new Promise<void>((resolve) => room.doc.on('update', () => resolve()));
    await arrived;
    expect(connection.saveState()).toEqual({ kind: 'saving', edits: 1 });
    room.answer();
    await until(connection, 'saved');
    expect(room.doc.getMap('meta').get('title')).toBe('New');
  });

  it('sends what was made offline, and only then says saved', async () => {
    const { room, doc, connection } = await open();
    await until(connection, 'saved');
    room.drop(CLOSE.storageAway);
    await until(connection, 'offline');
    doc.getMap('meta').set('title', 'Offline');
    expect(connection.saveState()).toMatchObject({ kind: 'offline', edits: 1 });
    await until(connection, 'saved');
    expect(room.doc.getMap('meta').get('title')).toBe('Offline');
  });

  it('stops and tells when access has ended', async () => {
    const { room, connection } = await open();
    room.drop(CLOSE.accessEnded);
    expect(await until(connection, 'refused')).toEqual({ kind: 'refused', reason: 'no-access' });
  });

  it('names its protocol, and keeps its edits when the server is of another release', async () => {
    const { room, doc, connection, calls } = await open();
    await until(connection, 'saved');
    expect(room.protocols()).toEqual([ROOM_PROTOCOL]);
    room.hold();
    doc.getMap('meta').set('title', 'New');
    room.drop(CLOSE.otherVersion);
    expect(await until(connection, 'refused')).toEqual({ kind: 'refused', reason: 'other-version' });
    expect(calls).toEqual(['keep']);
  });

  it('tells when a write was refused, and keeps nothing of it', async () => {
    const { room, connection, calls } = await open();
    room.refuse();
    expect(await until(connection, 'refused')).toEqual({ kind: 'refused', reason: 'read-only' });
    expect(calls).toContain('forget');
  });

  it('asks for its rights anew and comes back when they were changed', async () => {
    const { room, connection, rights } = await open();
    await until(connection, 'saved');
    room.drop(CLOSE.rightsChanged);
    await until(connection, 'offline');
    await until(connection, 'saved');
    expect(rights()).toBe(1);
  });

  it('survives somebody who writes under its client id: it takes another, stays present and comes back', async () => {
    const { room, doc, awareness, connection } = await open();
    await until(connection, 'saved');
    const before = doc.clientID;
    const forged = new Y.Doc();
    forged.clientID = before;
    forged.getMap('meta').set('title', 'Forged');
    room.write(Y.encodeStateAsUpdate(forged));
    const presentAs = async (clientId: number) =>
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (room.presence.getStates().get(clientId)?.['user'] !== 'ann') return;
          room.presence.off('change', look);
          resolve();
        };
        room.presence.on('change', look);
        look();
      });
    await new Promise<void>((resolve) => doc.once('update', () => resolve()));
    expect(doc.clientID).not.toBe(before);
    await presentAs(doc.clientID);
    expect(room.presence.getStates().has(before)).toBe(false);
    room.drop(CLOSE.storageAway);
    await until(connection, 'offline');
    doc.getMap('meta').set('title', 'Offline');
    await until(connection, 'saved');
    expect(room.doc.getMap('meta').get('title')).toBe('Offline');
    expect(awareness.getLocalState()).toEqual({ user: 'ann' });
  });

  it('has edits of a closed page waiting until the room has them', async () => {
    const { connection, calls } = await open({ found: true });
    await until(connection, 'saved');
    expect(calls).toContain('forget');
  });
});

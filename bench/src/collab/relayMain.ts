/**
 * A plain y-websocket server: documents in memory, every update passed on as it comes, nothing stored, nobody asked who
 * they are. Made of y-protocols as its documentation shows.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

const SYNC = 0;
const AWARENESS = 1;

interface Room {
  readonly doc: Y.Doc;
  readonly sockets: Set<WebSocket>;
}

const rooms = new Map<string, Room>();

function roomOf(name: string): Room {
  const known = rooms.get(name);
  if (known !== undefined) return known;
  const room: Room = { doc: new Y.Doc(), sockets: new Set() };
  room.doc.on('update', (update: Uint8Array) => {
    const message = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      writeUpdate(encoder, update);
    });
    for (const socket of room.sockets) socket.send(message);
  });
  rooms.set(name, room);
  return room;
}

const { port } = JSON.parse(process.argv[2]!) as { port: number };
const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const room = roomOf(request.url!.split('?', 1)[0]!);
  room.sockets.add(socket);
  socket.on('close', () => room.sockets.delete(socket));
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const decoder = decoding.createDecoder(data as Buffer);
    const type = decoding.readVarUint(decoder);
    if (type === AWARENESS) for (const each of room.sockets) each.send(data as Buffer);
    if (type !== SYNC) return;
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, SYNC);
    readSyncMessage(decoder, answer, room.doc, socket);
    if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer));
  });
  socket.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      writeSyncStep1(encoder, room.doc);
    }),
  );
});
await once(server, 'listening');
process.on('disconnect', () => process.exit(0));
process.send?.({ port: (server.address() as AddressInfo).port });

/**
 * One socket. It listens from the moment it is handed over, as a client sends its first messages at once; they are kept
 * until the room has loaded. What came before a socket closed by itself still counts then. After we closed it for a
 * reason of its own (a code of 4000 and more), nothing does.
 */
import { CLOSE, MESSAGE_RATE, messageCost } from '@weft/engine/live';
import type { RawData, WebSocket } from 'ws';
import { ROOM_LIMITS } from './limits.ts';
import type { Member } from './member.ts';
import { KEEP_ALIVE, Malformed, readMessage, type ClientMessage } from './messages.ts';
import { tokenBucket } from './tokenBucket.ts';

export interface Connection {
  readonly member: Member;
  /** When the client has sent what it had before it came; see `settle`. */
  readonly settled: Promise<void>;
  settle(): void;
  send(message: Uint8Array): void;
  /** A message that may be as large as the document. */
  sendDocument(message: Uint8Array): void;
  /** Hears nothing more from this client. */
  close(code: number, reason: string): void;
  /** Handles what has waited and whatever comes. */
  open(receive: (message: ClientMessage) => void): void;
  /** Every half a minute or less: sends a sign of life, and ends a socket that gave none since the last time. */
  beat(): void;
}

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly member: Member;
  readonly onEnd: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** A close that the other side does not answer holds the socket for 30 s otherwise. */
const FAREWELL_MS = 2000;
/** Codes below are of the protocol itself, such as "going away". */
const OWN_CODES = 4000;

export function openConnection({ socket, member, onEnd, onProblem }: ConnectionOptions): Connection {
  const bucket = tokenBucket(MESSAGE_RATE);
  const early: Uint8Array[] = [];
  const settled = Promise.withResolvers<void>();
  let receive: ((message: ClientMessage) => void) | null = null;
  let dismissed = false;
  let alive = true;
  let owed = 0;

  function hear(frame: Uint8Array): void {
    if (dismissed) return;
    if (receive === null) return void early.push(frame);
    try {
      receive(readMessage(frame));
    } catch (error) {
      if (!(error instanceof Malformed)) onProblem(error);
      close(CLOSE.malformed, error instanceof Malformed ? error.message : 'the message could not be used');
    }
  }

  function close(code: number, reason: string): void {
    if (code >= OWN_CODES) dismissed = true;
    if (socket.readyState !== socket.OPEN) return;
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
  }

  function send(message: Uint8Array): void {
    if (socket.readyState !== socket.OPEN) return;
    // It reads more slowly than others write. It comes back and asks for what it missed, in one piece.
    if (socket.bufferedAmount > ROOM_LIMITS.waitingBytes + owed) return socket.terminate();
    socket.send(message);
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    alive = true;
    if (dismissed) return;
    const frame = data as Buffer;
    if (!isBinary) return close(CLOSE.malformed, 'messages are binary');
    if (!bucket.take(messageCost(frame.byteLength))) return close(CLOSE.tooMany, 'too many messages');
    hear(frame);
  });
  socket.on('pong', () => (alive = true));
  // What is wrong with a socket ends it, and 'close' follows.
  socket.on('error', () => {});
  socket.once('close', onEnd);

  return {
    member,
    settled: settled.promise,
    settle: () => settled.resolve(),
    send,
    sendDocument(message) {
      owed = Math.max(owed, message.byteLength);
      send(message);
    },
    close,
    open(handler) {
      receive = handler;
      for (const frame of early.splice(0)) hear(frame);
    },
    beat() {
      if (!alive) return socket.terminate();
      alive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
      send(KEEP_ALIVE);
    },
  };
}

/**
 * The wire: y-websocket's messages, as any of its clients sends them, and one of our own, the barrier. A client that sends
 * [100, id] hears [100, id, seq] when everything it sent before is committed. Only clients that ask are answered, as a
 * stock client would complain about a type that it does not know. What somebody wrote offline comes with their answer to
 * the question that a room asks first; a barrier that overtakes that answer waits for it.
 */
import { MESSAGE, SYNC } from '@weft/engine/live';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Of y-protocols' answers about rights, the one that says no. */
const DENIED = 0;

export type ClientMessage =
  /** "This is what I have; send me the rest." */
  | { readonly type: 'ask'; readonly stateVector: Uint8Array }
  /** An edit, or the answer to our own question: all that the client had and we had not. */
  | { readonly type: 'update'; readonly update: Uint8Array; readonly isAnswer: boolean }
  | { readonly type: 'presence'; readonly states: Uint8Array }
  | { readonly type: 'presence?' }
  | { readonly type: 'barrier'; readonly id: number };

/** Not the protocol: nobody can say what the sender meant, so the socket is closed. */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** @throws Malformed */
export function readMessage(bytes: Uint8Array): ClientMessage {
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = readBody(decoder);
    if (decoding.hasContent(decoder)) throw new Malformed('there is more than one message in the frame');
    return message;
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed('the message ends too early', { cause: error });
  }
}

function readBody(decoder: decoding.Decoder): ClientMessage {
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case MESSAGE.sync: {
      const step = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      if (step === SYNC.ask) return { type: 'ask', stateVector: checkedVector(body) };
      if (step === SYNC.answer || step === SYNC.update)
        return { type: 'update', update: body, isAnswer: step === SYNC.answer };
      throw new Malformed(`there is no sync step ${step}`);
    }
    case MESSAGE.presence:
      return { type: 'presence', states: decoding.readVarUint8Array(decoder) };
    case MESSAGE.askPresence:
      return { type: 'presence?' };
    case MESSAGE.barrier:
      return { type: 'barrier', id: decoding.readVarUint(decoder) };
    default:
      throw new Malformed(`there is no message type ${type}`);
  }
}

function checkedVector(bytes: Uint8Array): Uint8Array {
  Y.decodeStateVector(bytes);
  return bytes;
}

/**
 * Reads an update to its end without applying it. Yjs applies the first half of an update whose second half is garbage;
 * memory would then hold what the log never gets.
 *
 * @throws Malformed
 */
export function checkUpdate(update: Uint8Array): { readonly onlyDeletes: boolean } {
  try {
    return { onlyDeletes: Y.decodeUpdate(update).structs.length === 0 };
  } catch (error) {
    throw new Malformed('the update cannot be read', { cause: error });
  }
}

export const askMessage = (doc: Y.Doc): Uint8Array => sync(SYNC.ask, Y.encodeStateVector(doc));
export const answerMessage = (doc: Y.Doc, stateVector: Uint8Array): Uint8Array =>
  sync(SYNC.answer, Y.encodeStateAsUpdate(doc, stateVector));
export const updateMessage = (update: Uint8Array): Uint8Array => sync(SYNC.update, update);

export const presenceMessage = (states: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.presence);
    encoding.writeVarUint8Array(encoder, states);
  });

/** No states at all. A stock client reconnects when it heard nothing for 30 s, and control frames do not count. */
export const KEEP_ALIVE = presenceMessage(new Uint8Array([0]));

export const durableMessage = (id: number, seq: bigint): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.barrier);
    encoding.writeVarUint(encoder, id);
    encoding.writeVarUint(encoder, Number(seq));
  });

/** The edit was not taken. The client's copy now differs from everybody else's; ours drops it and loads anew. */
export const refusedMessage = (reason: string): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.refused);
    encoding.writeVarUint(encoder, DENIED);
    encoding.writeVarString(encoder, reason);
  });

const sync = (step: number, body: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
  });

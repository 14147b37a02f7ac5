import { CLOSE, isFinal, MESSAGE, ROOM_PROTOCOL, SYNC } from '@weft/engine/live';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { followClientId } from './clientId.ts';
import type { KeptEdits } from './keptEdits.ts';
import {
  applySaving,
  refusalOf,
  saveStateOf,
  shouldAsk,
  startSaving,
  waiting,
  type Refused,
  type SavingEvent,
  type SaveState,
} from './saving.ts';

/**
 * The line between a document in this page and its room on the server: the stock y-websocket wire, plus the barrier that
 * asks "is it durable?" and two answers that a stock client would ignore, "you may not write" and a close for good.
 */

/** After the last edit; a burst of typing is one question. */
const ASK_AFTER_MS = 150;
/** Edits that wait this long are copied to this machine. Usually they are durable within some 30 ms. */
const KEEP_AFTER_MS = 800;

export interface Connection {
  readonly saveState: () => SaveState;
  readonly subscribe: (listener: () => void) => () => void;
  /** The document is here: from the server, or from edits kept on this machine. */
  readonly opened: Promise<void>;
  readonly destroy: () => void;
}

export interface ConnectionOptions {
  /** `ws://host/api/sync` */
  readonly url: string;
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly kept: KeptEdits;
  /** What this person may do here was changed by somebody; whoever knows asks again. */
  readonly onRightsChanged?: () => void;
  /** Only for tests outside a browser. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  readonly now?: () => number;
}

export function openConnection({
  url,
  documentId,
  doc,
  awareness,
  kept,
  onRightsChanged = () => {},
  WebSocket = globalThis.WebSocket,
  now = Date.now,
}: ConnectionOptions): Connection {
  let state = startSaving(now());
  let shown = saveStateOf(state);
  const listeners = new Set<() => void>();
  let askTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;

  const stopFollowing = followClientId(doc, awareness);
  const provider = new WebsocketProvider(url, documentId, doc, {
    awareness,
    connect: false,
    // Between tabs it would go past the server, its checks and its answers.
    disableBc: true,
    protocols: [ROOM_PROTOCOL],
    WebSocketPolyfill: WebSocket,
    shouldReconnect: ({ code }) => !isFinal(code),
  });

  function happened(event: SavingEvent): void {
    const waited = waiting(state) > 0;
    state = applySaving(state, event);
    const waits = waiting(state) > 0;
    if (waits && !waited) keepTimer = setTimeout(kept.keep, KEEP_AFTER_MS);
    if (!waits && waited) {
      clearTimeout(keepTimer);
      kept.forget();
    }
    if (shouldAsk(state)) {
      clearTimeout(askTimer);
      askTimer = setTimeout(ask, event.type === 'edited' ? ASK_AFTER_MS : 0);
    }
    const next = saveStateOf(state);
    if (JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    for (const listener of listeners) listener();
  }

  function ask(): void {
    if (!shouldAsk(state) || provider.ws?.readyState !== WebSocket.OPEN) return;
    const question = createEncoder();
    writeVarUint(question, MESSAGE.barrier);
    writeVarUint(question, state.made);
    provider.ws.send(toUint8Array(question));
    happened({ type: 'asked' });
  }

  function refuse(reason: Refused): void {
    provider.disconnect();
    // The page of the right release, loaded anew, brings them.
    if (reason === 'other-version' && waiting(state) > 0) kept.keep();
    // The server will never take them; a copy would only be refused again.
    else if (reason !== 'signed-out' && reason !== 'other-version') kept.forget();
    happened({ type: 'refused', reason });
  }

  const answerSync = provider.messageHandlers[MESSAGE.sync]!;
  provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, ...rest) => {
    const asksForOurs = readVarUint(createDecoder(decoder.arr.subarray(decoder.pos))) === SYNC.ask;
    answerSync(encoder, decoder, ...rest);
    // The answer, with all that the server lacks, goes out when this returns; a question may follow it.
    if (asksForOurs) queueMicrotask(() => happened({ type: 'caught-up' }));
  };
  provider.messageHandlers[MESSAGE.barrier] = (_, decoder) =>
    happened({ type: 'answered', edits: readVarUint(decoder) });
  provider.messageHandlers[MESSAGE.refused] = () => refuse('read-only');
  provider.on('status', ({ status }) => {
    if (status === 'connected') happened({ type: 'opened' });
    if (status === 'disconnected') happened({ type: 'lost', at: now() });
  });
  provider.on('connection-close', (event) => {
    if (event?.code === CLOSE.rightsChanged) onRightsChanged();
  });
  provider.on('closed', ({ code }) => refuse(refusalOf(code)));

  const onUpdate = (_update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
    if (local && origin !== provider) happened({ type: 'edited' });
  };
  doc.on('update', onUpdate);

  let destroyed = false;
  const opened = new Promise<void>((resolve) => {
    provider.once('sync', () => resolve());
    void kept.restore().then((found) => {
      if (destroyed) return;
      if (found) {
        happened({ type: 'found', edits: 1 });
        resolve();
      }
      provider.connect();
    });
  });

  return {
    saveState: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    opened,
    destroy: () => {
      destroyed = true;
      clearTimeout(askTimer);
      clearTimeout(keepTimer);
      doc.off('update', onUpdate);
      listeners.clear();
      kept.close();
      provider.destroy();
      stopFollowing();
    },
  };
}

/** A stock y-websocket client, and the few things that tests and measurements ask of one. */
import { MESSAGE } from '@weft/engine/live';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

// Each provider listens for the end of the process.
process.setMaxListeners(0);

export interface TestClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** When the server has sent what it has. */
  readonly synced: () => Promise<void>;
  /** When everything done before the call is committed, by the barrier. Rejects when the socket closes first. */
  readonly durable: () => Promise<bigint>;
  /** When the server has closed the socket for good. */
  readonly closed: () => Promise<{ code: number; reason: string }>;
  /** Until the document is as wanted, now or after some update. */
  readonly until: (holds: (doc: Y.Doc) => boolean) => Promise<void>;
  /** Resolves when the socket is gone; the document stays usable. */
  readonly leave: () => Promise<void>;
}

export interface ClientOptions {
  /** `ws://127.0.0.1:1234/api/sync` */
  readonly url: string;
  readonly documentId: string;
  readonly params?: Record<string, string>;
  readonly doc?: Y.Doc;
  /** WebSocket subprotocols. Default: none, as a stock client. */
  readonly protocols?: string[];
  /** A client that never closes its tab. */
  readonly keepTrying?: boolean;
}

export function connect({
  url,
  documentId,
  params = {},
  doc = new Y.Doc(),
  protocols = [],
  keepTrying,
}: ClientOptions): TestClient {
  const provider = new WebsocketProvider(url, documentId, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    params,
    protocols,
    disableBc: true,
    maxBackoffTime: 400,
    ...(keepTrying === true ? { shouldReconnect: () => true } : {}),
  });
  const waiting = new Map<number, PromiseWithResolvers<bigint>>();
  let barriers = 0;
  provider.messageHandlers[MESSAGE.barrier] = (_, decoder) => {
    const id = decoding.readVarUint(decoder);
    waiting.get(id)?.resolve(BigInt(decoding.readVarUint(decoder)));
    waiting.delete(id);
  };
  provider.on('connection-close', () => {
    for (const { reject } of waiting.values())
      reject(new Error('the socket closed before the edit was durable'));
    waiting.clear();
  });
  let closed: { code: number; reason: string } | undefined;
  const closing = Promise.withResolvers<{ code: number; reason: string }>();
  provider.on('closed', (event) => {
    closed = event;
    closing.resolve(event);
  });
  return {
    doc,
    provider,
    async synced() {
      if (provider.synced) return;
      await new Promise<void>((resolve) => {
        const hear = (synced: boolean) => {
          if (!synced) return;
          provider.off('sync', hear);
          resolve();
        };
        provider.on('sync', hear);
      });
    },
    async durable() {
      const id = ++barriers;
      const answer = Promise.withResolvers<bigint>();
      if (!provider.wsconnected) throw new Error('not connected');
      waiting.set(id, answer);
      provider.ws!.send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, MESSAGE.barrier);
          encoding.writeVarUint(encoder, id);
        }),
      );
      return await answer.promise;
    },
    closed: async () => closed ?? (await closing.promise),
    async until(holds) {
      if (holds(doc)) return;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (!holds(doc)) return;
          doc.off('update', look);
          resolve();
        };
        doc.on('update', look);
      });
    },
    async leave() {
      const { ws } = provider;
      const gone =
        ws === null || ws.readyState === WebSocket.CLOSED
          ? undefined
          : new Promise<void>((resolve) => (ws as unknown as WebSocket).once('close', () => resolve()));
      provider.destroy();
      await gone;
    },
  };
}

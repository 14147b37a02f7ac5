import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Person } from './people.ts';
import type { World } from './world.ts';

/** A stock y-websocket client with somebody's session: what a page without any guards could do. */
export interface SyncClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
}

/** Resolves when the document is here. The caller destroys the provider. */
export async function syncClient(
  { context }: Person,
  { url }: World,
  documentId: string,
): Promise<SyncClient> {
  const cookies = await context.cookies(url);
  const headers = {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    origin: url,
  };
  class WithSession extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers } as unknown as string[]);
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/api/sync`, documentId, doc, {
    WebSocketPolyfill: WithSession as unknown as typeof WebSocket,
    disableBc: true,
  });
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
  return { doc, provider };
}

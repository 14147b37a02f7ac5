/** Rooms behind a real HTTP server. Who somebody is and what they may do, they say in the query of their address. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { specRegistry } from '@weft/engine/graph';
import type pg from 'pg';
import type { Member } from '../member.ts';
import { openRooms, type Rooms, type RoomsOptions } from '../rooms.ts';
import { handleUpgrade } from '../upgrade.ts';
import { connect, type ClientOptions, type TestClient } from './testClient.ts';

/** The workspace that every database begins with. */
export const WORKSPACE = '00000000-0000-7000-8000-000000000001';

export interface TestRooms extends AsyncDisposable {
  readonly rooms: Rooms;
  readonly port: number;
  /** For a y-websocket client. */
  readonly url: string;
  /** Rights by user, instead of what they say. Null: none. */
  readonly rights: Map<string, { canWrite: boolean } | null>;
  /** What went wrong and was dealt with. */
  readonly problems: string[];
  readonly client: (
    options: Partial<ClientOptions> & { documentId: string; user?: string; viewer?: boolean },
  ) => TestClient;
  /** Clients leave, rooms close, the server stops. */
  readonly close: () => Promise<void>;
}

export async function openTestRooms(
  options: Partial<RoomsOptions> & { pool: pg.Pool; url: string; port?: number },
): Promise<TestRooms> {
  const problems: string[] = [];
  const rights = new Map<string, { canWrite: boolean } | null>();
  const rooms = await openRooms({
    specs: specRegistry([]),
    log: (message, error) => void problems.push(`${message}: ${(error as Error).message}`),
    ...options,
  });
  const server = createServer();
  handleUpgrade({
    server,
    rooms,
    path: '/api/sync/',
    origins: (origin) => origin === 'http://localhost',
    admit: async (request) => {
      const asked = new URL(request.url!, 'http://localhost').searchParams;
      const userId = asked.get('user') ?? 'somebody';
      const look = () =>
        rights.has(userId) ? rights.get(userId)! : { canWrite: asked.get('role') !== 'viewer' };
      const now = look();
      if (now === null) return { status: 401 };
      const member: Member = {
        userId,
        author: { kind: 'person', id: userId },
        sessionId: `session of ${userId}`,
        name: `Name of ${userId}`,
        workspaceId: WORKSPACE,
        canWrite: now.canWrite,
        recheck: async () => look(),
      };
      return { status: 'ok', member };
    },
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/api/sync`;
  const clients = new Set<TestClient>();
  async function close(): Promise<void> {
    for (const client of clients) await client.leave();
    await rooms.close();
    server.close();
    server.closeAllConnections();
  }
  return {
    rooms,
    port,
    url,
    rights,
    problems,
    client: ({ user = 'somebody', viewer = false, ...given }) => {
      const params = { user, ...(viewer ? { role: 'viewer' } : {}), ...given.params };
      const client = connect({ url, ...given, params });
      clients.add(client);
      return client;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** An empty document; its id. */
export async function newDocument(pool: pg.Pool, title = 'Untitled'): Promise<string> {
  const documentId = randomUUID();
  await pool.query(`insert into documents (id, workspace_id, ref, title) values ($1, $2, $3, $4)`, [
    documentId,
    WORKSPACE,
    documentId,
    title,
  ]);
  return documentId;
}

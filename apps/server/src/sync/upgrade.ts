import { LIMITS } from '@weft/engine/live';
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { plainPath } from '../address.ts';
import type { Member } from './member.ts';
import type { Rooms } from './rooms.ts';

export interface UpgradeOptions {
  readonly server: Server;
  readonly rooms: Pick<Rooms, 'join'>;
  /** With a slash at its end; the document's id follows. */
  readonly path: string;
  /** Whether pages of this origin may connect to this host. Programs send no origin and are not asked. */
  readonly origins: (origin: string, host: string | undefined) => boolean;
  readonly admit: (
    request: IncomingMessage,
    documentId: string,
  ) => Promise<{ readonly status: 'ok'; readonly member: Member } | { readonly status: 401 | 403 | 404 }>;
  readonly onProblem?: (message: string, error: unknown) => void;
}

const DOCUMENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Turns requests under `path` into sockets in a room. The origin is checked here, as browsers apply no same-origin rule to
 * sockets: any page could otherwise open one with a visitor's cookie. Everything is refused as HTTP, before there is a
 * socket. Other paths are left to whoever else listens.
 */
export function handleUpgrade(options: UpgradeOptions): void {
  const { server, rooms, path, origins, admit, onProblem = () => {} } = options;
  // Deflate costs about 300 KB and a thread's time for each socket; updates are small and dense.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });

  async function decide(request: IncomingMessage, pathname: string): Promise<Decision> {
    const { origin, host } = request.headers;
    if (origin !== undefined && !origins(origin, host)) return { status: 403 };
    const documentId = pathname.slice(path.length);
    if (!DOCUMENT_ID.test(documentId)) return { status: 404 };
    try {
      const admission = await admit(request, documentId);
      return admission.status === 'ok' ? { ...admission, documentId } : admission;
    } catch (error) {
      onProblem('admitting somebody to a room', error);
      return { status: 503 };
    }
  }

  server.on('upgrade', (request, socket, head) => {
    const pathname = plainPath(request.url ?? '') ?? '';
    if (!pathname.startsWith(path)) {
      // Without another listener nobody would ever answer.
      if (server.listenerCount('upgrade') === 1) refuse(socket, 404);
      return;
    }
    socket.on('error', () => {});
    void decide(request, pathname).then((decision) => {
      if (decision.status !== 'ok') return refuse(socket, decision.status);
      // A server that is closing waits for its sockets; it must not get new ones.
      if (!server.listening) return refuse(socket, 503);
      sockets.handleUpgrade(request, socket, head, (opened) =>
        // In the same tick: the client's first messages may be in `head` already.
        rooms.join(decision.documentId, opened, decision.member),
      );
    });
  });
}

type Decision =
  | { readonly status: 'ok'; readonly member: Member; readonly documentId: string }
  | { readonly status: 401 | 403 | 404 | 503 };

function refuse(socket: Duplex, status: 401 | 403 | 404 | 503): void {
  if (socket.destroyed) return;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => socket.destroy(),
  );
}

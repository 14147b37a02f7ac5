/**
 * All rooms of this server: one per document that somebody has open or that is being read or edited by the server itself.
 * See `room.ts` for the life of one.
 */
import { isDatabaseAway } from '@weft/engine';
import type { Tx } from '@weft/db';
import type { GraphDocument, SpecRegistry } from '@weft/engine/graph';
import { CLOSE, ROOM_PROTOCOL, type Author } from '@weft/engine/live';
import type pg from 'pg';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { randomUUID } from 'node:crypto';
import { WeftError } from '../errors.ts';
import { openAccess } from './access.ts';
import { StorageLost } from './commits.ts';
import type { Connection } from './connection.ts';
import { openFanOut } from './fanOut.ts';
import { adoptNewestVersion, writeFirstContent } from './firstContent.ts';
import { freezeLive, type Frozen } from './freeze.ts';
import { NoDocument, readHeads, type CompactionPoint } from './log.ts';
import type { Member } from './member.ts';
import { openRoom, type Live, type Room } from './room.ts';

export type { Frozen } from './freeze.ts';
export type { Member } from './member.ts';

export interface RoomsOptions {
  readonly pool: pg.Pool;
  /** The same database as `pool`, for the connection that listens. */
  readonly url: string;
  readonly specs: SpecRegistry;
  /** Hears of what went wrong and was dealt with. Default: nobody. */
  readonly log?: (message: string, error: unknown) => void;
  /** How long edits may wait in memory for PostgreSQL to come back, in ms. Default 20 s. */
  readonly retryMs?: number;
  /** Rows of the log that are merged into a snapshot at a time. Default 2,000: some seconds of 50 people at once. */
  readonly compactRows?: number;
  /** Called at each step of a merge; for tests that kill the server there. */
  readonly probe?: (point: CompactionPoint) => Promise<void>;
}

/** All that are given must match; `{}` matches every socket. */
export interface ConnectionFilter {
  readonly userId?: string;
  readonly workspaceId?: string;
  readonly documentId?: string;
  readonly sessionId?: string;
}

export interface Rooms {
  /** Whether others hear us and we hear them. */
  readonly ready: boolean;
  /** Lets an open socket in, at once: from this moment on no message of it is lost. */
  join(documentId: string, socket: WebSocket, member: Member): void;
  /**
   * The document as the server has it, with all of it stored. `covers` is a client's state vector: it waits until those
   * edits have come, for `timeoutMs` (default 5 s).
   *
   * @throws WeftError not_found, edits_on_the_way, unavailable
   */
  freeze(documentId: string, options?: { covers?: Uint8Array; timeoutMs?: number }): Promise<Frozen>;
  /**
   * An edit that the server makes on somebody's behalf: durable, and told to everybody, when it resolves. `change` is given
   * a copy, so when it throws nothing has happened.
   *
   * @throws WeftError not_found, unavailable; what `change` throws
   */
  edit(documentId: string, author: Author, change: (doc: Y.Doc) => void): Promise<void>;
  /**
   * Writes the first content of a document whose row the same transaction has inserted.
   *
   * @throws WeftError not_found without that row, conflict when there is content already
   */
  create(tx: Tx, given: { documentId: string; author: Author; document: GraphDocument }): Promise<void>;
  /** Closes the sockets of this server that match. */
  disconnect(filter: ConnectionFilter, code: number, reason: string): void;
  /** Looks at everybody's rights now, not within the next seconds. */
  recheck(): Promise<void>;
  /** Sends everybody away, waits until all edits are durable, at most ten seconds, and lets go of the database. */
  close(): Promise<void>;
}

const FREEZE_MS = 5000;
const BEAT_MS = 15_000;
const CLOSE_MS = 10_000;

/** Resolves when it listens to the database, or has tried to: it goes on trying. */
export async function openRooms(options: RoomsOptions): Promise<Rooms> {
  const {
    pool,
    url,
    specs,
    log = () => {},
    retryMs = 20_000,
    compactRows = 2000,
    probe = async () => {},
  } = options;
  const node = randomUUID();
  const rooms = new Map<string, Room>();
  let closing: Promise<void> | null = null;

  function* connections(): Generator<readonly [Connection, string]> {
    for (const [documentId, room] of rooms)
      for (const connection of room.connections) yield [connection, documentId];
  }

  function roomOf(documentId: string): Room {
    const known = rooms.get(documentId);
    if (known !== undefined) return known;
    const room = openRoom({
      pool,
      documentId,
      node,
      prepare: async () => await adoptNewestVersion(pool, { documentId, specs, node }),
      publishPresence: (states) => fanOut.tellPresence(documentId, states),
      askPresence: () => fanOut.askPresence(documentId),
      onProblem: log,
      onEnd: () => rooms.delete(documentId),
      retryMs,
      compactRows,
      probe,
    });
    rooms.set(documentId, room);
    return room;
  }

  async function use<T>(documentId: string, work: (live: Live) => Promise<T>): Promise<T> {
    if (closing !== null) throw new WeftError('unavailable');
    try {
      return await roomOf(documentId).use(work);
    } catch (error) {
      const cause = error instanceof StorageLost ? error.cause : error;
      if (cause instanceof NoDocument) throw new WeftError('not_found', {}, { cause });
      if (error instanceof StorageLost || isDatabaseAway(cause))
        throw new WeftError('unavailable', {}, { cause });
      throw error;
    }
  }

  /** What was announced while nobody listened. */
  async function catchUp(): Promise<void> {
    try {
      const heads = await readHeads(pool, [...rooms.keys()]);
      for (const [documentId, head] of heads) rooms.get(documentId)?.onUpdate(head);
    } catch (error) {
      log('looking for what other servers wrote', error);
    }
  }

  const access = openAccess({
    connections: () => connections().map(([connection]) => connection),
    onProblem: log,
  });
  const fanOut = await openFanOut({
    pool,
    url,
    node,
    onUpdate: (documentId, seq) => rooms.get(documentId)?.onUpdate(seq),
    onPresence: (documentId, states) => rooms.get(documentId)?.onPresence(states),
    onQuestion: (documentId) => rooms.get(documentId)?.tellPresence(),
    onCompany() {
      for (const room of rooms.values()) room.tellPresence();
    },
    onAccess: (id) => void access.check(({ member }) => member.userId === id || member.workspaceId === id),
    onConnect() {
      void catchUp();
      void access.check();
    },
  });
  const beat = setInterval(() => {
    for (const [connection] of connections()) connection.beat();
  }, BEAT_MS);

  async function close(): Promise<void> {
    clearInterval(beat);
    access.close();
    for (const [connection] of connections()) connection.close(CLOSE.goingAway, 'the server is stopping');
    await Promise.all([...rooms.values()].map(async (room) => await room.close(CLOSE_MS)));
    await fanOut.close();
  }

  return {
    get ready() {
      return closing === null && fanOut.connected;
    },
    join(documentId, socket, member) {
      if (closing !== null) return socket.close(CLOSE.goingAway, 'the server is stopping');
      // A stock client names no protocol.
      if (socket.protocol !== '' && socket.protocol !== ROOM_PROTOCOL)
        return socket.close(CLOSE.otherVersion, `this server speaks ${ROOM_PROTOCOL}`);
      roomOf(documentId).join(socket, member);
    },
    async freeze(documentId, { covers: wanted, timeoutMs = FREEZE_MS } = {}) {
      const signal = AbortSignal.timeout(timeoutMs);
      return await use(
        documentId,
        async (live) => await freezeLive(live, { pool, documentId, wanted, signal }),
      );
    },
    async edit(documentId, author, change) {
      await use(documentId, async ({ replica, commits, submit }) => {
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(replica.doc));
        const updates: Uint8Array[] = [];
        copy.on('update', (update: Uint8Array) => updates.push(update));
        copy.transact(() => change(copy));
        copy.destroy();
        for (const update of updates) submit(update, author);
        commits.hurry();
        await commits.durable();
      });
    },
    async create(tx, given) {
      await writeFirstContent(tx, { ...given, specs, node });
    },
    disconnect({ userId, workspaceId, documentId, sessionId }, code, reason) {
      for (const [connection, at] of connections()) {
        const { member } = connection;
        const matches =
          (userId ?? member.userId) === member.userId &&
          (workspaceId ?? member.workspaceId) === member.workspaceId &&
          (documentId ?? at) === at &&
          (sessionId ?? member.sessionId) === member.sessionId;
        if (matches) connection.close(code, reason);
      }
    },
    recheck: async () => await access.check(),
    close: async () => await (closing ??= close()),
  };
}

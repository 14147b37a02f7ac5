/**
 * One document while somebody has it open: its replica, who is connected, and what is on its way into the log.
 *
 *   loading ── loaded ─▶ live ── nobody left and all is durable ─▶ ended
 *      │                  └───── storage away for too long ─────▶ ended (clients keep their edits and come back)
 *      └── load failed ──────────────────────────────────────────▶ ended
 *
 * Sockets may come in every state but `ended`: while it loads they wait in one queue for one load; while it is about to end
 * they keep it alive, because `rest` looks again after everything that it waits for. Nobody finds a room that has ended:
 * it is taken out of the list first, so the next one loads anew, and a failed load is not kept.
 *
 * Never true: an edit told to others before it is committed; a room that ends while an edit is not yet committed, unless
 * the storage is given up; a client's message handled before the log is loaded.
 */
import { CLOSE, LIMITS, MIB, type Author } from '@weft/engine/live';
import type pg from 'pg';
import type { WebSocket } from 'ws';
import { openCommits, type Commits } from './commits.ts';
import { openCompaction } from './compaction.ts';
import { openConnection, type Connection } from './connection.ts';
import { keepFacts, type FactsKeeper } from './facts.ts';
import { appendUpdates, loadDocument, NoDocument, type CompactionPoint, type Stored } from './log.ts';
import type { Member } from './member.ts';
import {
  answerMessage,
  askMessage,
  checkUpdate,
  durableMessage,
  presenceMessage,
  refusedMessage,
  updateMessage,
  type ClientMessage,
} from './messages.ts';
import { openPresence, type Presence } from './presence.ts';
import { openReplica, type Replica } from './replica.ts';

export interface Room {
  readonly connections: Iterable<Connection>;
  join(socket: WebSocket, member: Member): void;
  /**
   * Keeps the room open while `work` uses it.
   *
   * @throws what loading or `work` throws
   */
  use<T>(work: (live: Live) => Promise<T>): Promise<T>;
  /** Another server wrote up to this number. */
  onUpdate(seq: bigint): void;
  onPresence(states: Uint8Array): void;
  /** Everybody here, for another server. */
  tellPresence(): void;
  /** Ends when everything is durable, or after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export interface Live {
  readonly replica: Replica;
  readonly presence: Presence;
  readonly commits: Commits;
  readonly facts: FactsKeeper;
  /** Takes an edit: of a client, or made by the server on somebody's behalf. */
  readonly submit: (update: Uint8Array, author: Author) => void;
}

export interface RoomOptions {
  readonly pool: pg.Pool;
  readonly documentId: string;
  readonly node: string;
  /** Gives a document its first content when it has none. */
  readonly prepare: () => Promise<void>;
  readonly publishPresence: (states: Uint8Array) => void;
  readonly askPresence: () => void;
  readonly onProblem: (message: string, error: unknown) => void;
  readonly onEnd: () => void;
  readonly retryMs: number;
  readonly compactRows: number;
  readonly probe: (point: CompactionPoint) => Promise<void>;
}

type State =
  | { readonly is: 'loading' }
  | { readonly is: 'live'; readonly live: Live }
  | { readonly is: 'ended'; readonly reason: Error };

const CATCH_UP_RETRY_MS = 500;

export function openRoom(options: RoomOptions): Room {
  const { pool, documentId, node, onProblem } = options;
  const connections = new Set<Connection>();
  let guests = 0;
  let state: State = { is: 'loading' };
  const ended = Promise.withResolvers<void>();
  const loaded = load();
  loaded.catch((error: Error) => end(error));

  async function load(): Promise<Live> {
    let stored = await loadDocument(pool, documentId);
    if (stored.head === 0n) {
      await options.prepare();
      stored = await loadDocument(pool, documentId);
    }
    if (state.is === 'ended') throw state.reason;
    const live = revive(stored);
    state = { is: 'live', live };
    options.askPresence();
    for (const connection of connections) welcome(connection, live);
    void rest();
    return live;
  }

  function revive(stored: Stored): Live {
    const replica = openReplica({
      pool,
      documentId,
      stored,
      onForeign: (update) => broadcast(updateMessage(update)),
      onProblem: (error) => onProblem(`reading the log of document ${documentId}`, error),
    });
    const compaction = openCompaction({
      pool,
      documentId,
      everyRows: options.compactRows,
      stored,
      probe: options.probe,
      onProblem: (error) => onProblem('merging the log of a document', error),
    });
    const facts = keepFacts({
      pool,
      documentId,
      doc: replica.doc,
      shown: stored.head > 0n ? stored.facts : null,
      onProblem: (error) => onProblem('keeping the title and size of a document current', error),
    });
    const presence = openPresence({
      doc: replica.doc,
      tell: (states) => broadcast(presenceMessage(states)),
      publish: options.publishPresence,
    });
    const commits = openCommits({
      async store(updates) {
        const seq = await appendUpdates(pool, { documentId, updates, node });
        if (replica.stored(seq, updates.length)) void catchUp(seq);
      },
      committed(update) {
        broadcast(updateMessage(update));
        facts.edited();
        compaction.consider(replica);
      },
      isHopeless: (error) => error instanceof NoDocument,
      lost: (error) => end(error),
      retryMs: options.retryMs,
    });
    return {
      replica,
      presence,
      commits,
      facts,
      submit(update, author) {
        if (replica.take(update)) commits.push(update, author);
      },
    };
  }

  function broadcast(message: Uint8Array): void {
    for (const connection of connections) connection.send(message);
  }

  function welcome(connection: Connection, live: Live): void {
    // A viewer is not asked: what it has that we lack, it may not bring.
    if (connection.member.canWrite) connection.send(askMessage(live.replica.doc));
    else connection.settle();
    const present = live.presence.everybody();
    if (present !== null) connection.send(presenceMessage(present));
    connection.open((message) => handle(connection, message, live));
  }

  /** @throws Malformed */
  function handle(connection: Connection, message: ClientMessage, live: Live): void {
    if (state.is === 'ended') return;
    const { replica, presence, commits } = live;
    // Rejected when the storage is given up; the sockets are closed then.
    const whenDurable = (answer: () => void) => void commits.durable().then(answer, () => {});
    switch (message.type) {
      case 'ask':
        // Any y-websocket client can use this answer as a barrier too: what it sent before is committed.
        return whenDurable(() => connection.sendDocument(answerMessage(replica.doc, message.stateVector)));
      case 'update':
        receive(connection, message.update, live);
        return message.isAnswer ? connection.settle() : undefined;
      case 'presence':
        return presence.receive(connection, message.states);
      case 'presence?': {
        const present = presence.everybody();
        if (present !== null) connection.send(presenceMessage(present));
        return;
      }
      case 'barrier':
        return void connection.settled.then(() =>
          whenDurable(() => connection.send(durableMessage(message.id, replica.applied))),
        );
    }
  }

  /** @throws Malformed */
  function receive(connection: Connection, update: Uint8Array, live: Live): void {
    if (!connection.member.canWrite) return connection.send(refusedMessage('read-only'));
    if (update.byteLength > LIMITS.updateBytes)
      return connection.close(CLOSE.tooLarge, `an edit may have ${LIMITS.updateBytes / MIB} MiB`);
    const { onlyDeletes } = checkUpdate(update);
    if (!onlyDeletes && isFull(live.replica, update.byteLength))
      return connection.close(CLOSE.tooLarge, `a document may have ${LIMITS.documentBytes / MIB} MiB`);
    try {
      live.submit(update, connection.member.author);
    } catch (error) {
      // It can be read but not applied, which no editor makes by itself. Memory may hold half of it, so memory goes: the
      // others come back to what is stored, and its sender stays away.
      connection.close(CLOSE.malformed, 'the update cannot be applied');
      end(error as Error);
    }
  }

  const isFull = (replica: Replica, more: number): boolean =>
    replica.bytes + more > LIMITS.documentBytes && replica.measure() + more > LIMITS.documentBytes;

  async function catchUp(seq: bigint): Promise<void> {
    const live = await loaded.catch(() => null);
    if (live === null || state.is === 'ended') return;
    try {
      await live.replica.catchUp(seq);
    } catch (error) {
      onProblem('reading what another server wrote', error);
      setTimeout(() => void catchUp(seq), CATCH_UP_RETRY_MS).unref();
    }
  }

  function leave(connection: Connection): void {
    connections.delete(connection);
    if (state.is === 'live') state.live.presence.leave(connection);
    void rest();
  }

  const isUsed = (): boolean => guests > 0 || connections.size > 0;

  /** Ends the room if nobody is left, after everything is durable. Every wait may have let somebody in. */
  async function rest(): Promise<void> {
    let described = false;
    while (state.is === 'live' && !isUsed()) {
      const { commits, facts } = state.live;
      if (!commits.idle) {
        commits.hurry();
        await commits.durable().catch(() => {});
      } else if (facts.stale && !described) {
        described = true;
        await facts.write();
      } else return end(new Error('nobody is left'));
    }
  }

  function end(reason: Error): void {
    if (state.is === 'ended') return;
    const was: State = state;
    state = { is: 'ended', reason };
    options.onEnd();
    const gone = reason instanceof NoDocument;
    if (isUsed() && !gone) onProblem('a room had to be closed', reason);
    for (const connection of connections)
      connection.close(
        gone ? CLOSE.gone : CLOSE.storageAway,
        gone ? 'there is no such document' : 'the document cannot be stored at the moment',
      );
    if (was.is === 'live') {
      was.live.commits.abandon(reason);
      was.live.facts.stop();
      was.live.presence.close();
      was.live.replica.close();
    }
    ended.resolve();
  }

  return {
    connections,
    join(socket, member) {
      const connection = openConnection({
        socket,
        member,
        onEnd() {
          // What it sent while the room was loading is handled first.
          if (state.is === 'loading')
            void loaded.then(
              () => leave(connection),
              () => {},
            );
          else leave(connection);
        },
        onProblem: (error) => onProblem('using a message', error),
      });
      connections.add(connection);
      if (state.is === 'live') welcome(connection, state.live);
    },
    async use(work) {
      guests++;
      try {
        return await work(await loaded);
      } finally {
        guests--;
        void rest();
      }
    },
    onUpdate: (seq) => void catchUp(seq),
    onPresence(states) {
      if (state.is === 'live') state.live.presence.receiveFromElsewhere(states);
    },
    tellPresence() {
      const present = state.is === 'live' ? state.live.presence.everybody() : null;
      if (present !== null) options.publishPresence(present);
    },
    async close(graceMs) {
      const timer = setTimeout(
        () => end(new Error('it could not be stored before the server stopped')),
        graceMs,
      );
      void rest();
      await ended.promise;
      clearTimeout(timer);
    },
  };
}

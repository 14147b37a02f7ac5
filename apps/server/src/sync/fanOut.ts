/**
 * Several servers may hold the same room. A row that one writes is announced to the others by its number; they read it
 * themselves, as a NOTIFY holds 8,000 bytes at most and may be lost with the connection. Presence is not stored anywhere,
 * so it travels inside the message, and only while another server is known to be there: a NOTIFY is a commit, which waits
 * for the disk.
 *
 *   weft_doc        <node> <seq> <document>          a row was written
 *   weft_awareness  <node>                           I am here; every BEAT_MS
 *                   <node> <document>                who is in this room?
 *                   <node> <document> <base64>       these are
 *   weft_access     <person or workspace>            rights changed; sent by those who change them
 */
import type pg from 'pg';
import { UPDATE_CHANNEL } from './log.ts';
import { listen } from '@weft/engine';

const PRESENCE_CHANNEL = 'weft_awareness';
const ACCESS_CHANNEL = 'weft_access';
const BEAT_MS = 20_000;
/** A server that was killed cannot say goodbye. */
const GONE_MS = 3 * BEAT_MS;
/** PostgreSQL refuses a payload of 8,000 bytes; base64 makes four of three. */
const LARGEST_STATES = 5800;

export interface FanOut {
  /** Whether others hear us and we hear them. */
  readonly connected: boolean;
  /** To the other servers, if there are any. States too large for a NOTIFY stay on this server. */
  tellPresence(documentId: string, states: Uint8Array): void;
  askPresence(documentId: string): void;
  close(): Promise<void>;
}

export interface FanOutOptions {
  readonly pool: pg.Pool;
  readonly url: string;
  /** This process, among all that ever were: a word without spaces. */
  readonly node: string;
  readonly onUpdate: (documentId: string, seq: bigint) => void;
  readonly onPresence: (documentId: string, states: Uint8Array) => void;
  /** Another server opened this room. */
  readonly onQuestion: (documentId: string) => void;
  /** Another server has come. */
  readonly onCompany: () => void;
  readonly onAccess: (id: string) => void;
  /** The connection is there, for the first time or again. */
  readonly onConnect: () => void;
}

export async function openFanOut(options: FanOutOptions): Promise<FanOut> {
  const { pool, url, node } = options;
  const others = new Map<string, number>();

  function notify(...words: readonly string[]): void {
    // Nobody waits for presence; a lost one is followed by the next.
    pool.query(`select pg_notify($1, $2)`, [PRESENCE_CHANNEL, [node, ...words].join(' ')]).catch(() => {});
  }

  function hasCompany(): boolean {
    for (const [other, seenAt] of others) if (performance.now() - seenAt > GONE_MS) others.delete(other);
    return others.size > 0;
  }

  function hearPresence([from = '', documentId, states]: readonly string[]): void {
    if (from === node) return;
    const isNew = !others.has(from);
    others.set(from, performance.now());
    if (isNew) {
      notify();
      options.onCompany();
    }
    if (documentId === undefined) return;
    if (states === undefined) options.onQuestion(documentId);
    else options.onPresence(documentId, Buffer.from(states, 'base64'));
  }

  function hearUpdate([from, seq = '', documentId = '']: readonly string[]): void {
    if (from !== node && /^\d+$/.test(seq)) options.onUpdate(documentId, BigInt(seq));
  }

  const listener = await listen(url, {
    name: 'weft rooms',
    channels: [UPDATE_CHANNEL, PRESENCE_CHANNEL, ACCESS_CHANNEL],
    onNotify(channel, payload) {
      const words = payload.split(' ');
      if (channel === UPDATE_CHANNEL) hearUpdate(words);
      else if (channel === PRESENCE_CHANNEL) hearPresence(words);
      else options.onAccess(payload);
    },
    onConnect() {
      notify();
      options.onConnect();
    },
  });
  const beat = setInterval(notify, BEAT_MS);
  return {
    get connected() {
      return listener.connected;
    },
    tellPresence(documentId, states) {
      if (states.byteLength > LARGEST_STATES || !hasCompany()) return;
      notify(documentId, Buffer.from(states).toString('base64'));
    },
    askPresence(documentId) {
      if (hasCompany()) notify(documentId);
    },
    async close() {
      clearInterval(beat);
      await listener.close();
    },
  };
}

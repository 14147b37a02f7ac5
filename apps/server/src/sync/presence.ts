/**
 * Who is in the room, where their pointers are and what they drag. Never stored.
 *
 * A state belongs to whoever brought it, and nobody can speak for another: who a state says it is, is written here, from
 * the session. A stock client repeats every state it hears back to the server, those of others too. Repetitions carry a
 * clock that is known already; they are skipped and neither taken for a claim nor held against anybody.
 *
 * A page that reconnects still has its old socket for a while. The same person may therefore take a state over from
 * themselves, and the old socket's end then takes nothing away.
 */
import { LIMITS } from '@weft/engine/live';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { atMostEvery } from './atMostEvery.ts';
import type { Member } from './member.ts';
import { Malformed } from './messages.ts';

/** One socket, as far as presence is concerned. */
export interface Present {
  readonly member: Pick<Member, 'userId' | 'name' | 'color'>;
}

export interface Presence {
  /** @throws Malformed */
  receive(from: Present, states: Uint8Array): void;
  /** From another server, which has checked it. */
  receiveFromElsewhere(states: Uint8Array): void;
  /** Takes away what this socket brought. */
  leave(who: Present): void;
  /** Everybody, for somebody who comes in; null when there is nobody. */
  everybody(): Uint8Array | null;
  close(): void;
}

interface Entry {
  readonly id: number;
  readonly clock: number;
  readonly json: string;
}

const ELSEWHERE = Symbol('elsewhere');
/** With 50 people moving their pointers this makes 20 messages a second of 3,000 for each of them. */
export const TELL_MS = 50;
/** A NOTIFY waits for the disk like any commit. */
const PUBLISH_MS = 100;

export function openPresence({
  doc,
  tell,
  publish,
}: {
  doc: Y.Doc;
  /** To all sockets of the room, the one it came from too: it is how a stock client knows that it is connected. */
  tell: (states: Uint8Array) => void;
  /** To other servers. */
  publish: (states: Uint8Array) => void;
}): Presence {
  const awareness = new Awareness(doc);
  awareness.setLocalState(null);
  const owners = new Map<number, Present | typeof ELSEWHERE>();
  const telling = outbox(TELL_MS, tell);
  const publishing = outbox(PUBLISH_MS, publish);

  function outbox(ms: number, send: (states: Uint8Array) => void) {
    const changed = new Set<number>();
    const paced = atMostEvery(ms, () => {
      const ids = [...changed];
      changed.clear();
      send(encodeAwarenessUpdate(awareness, ids));
    });
    return {
      add(ids: readonly number[]) {
        for (const id of ids) changed.add(id);
        paced.ask();
      },
      flush: () => paced.flush(),
      stop: () => paced.stop(),
    };
  }

  awareness.on(
    'update',
    ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>, origin: unknown) => {
      const ids = [...added, ...updated, ...removed];
      for (const id of removed) owners.delete(id);
      telling.add(ids);
      // Every server notices by itself that a client has gone silent.
      if (origin !== ELSEWHERE && origin !== 'timeout') publishing.add(ids);
    },
  );

  function accepts(from: Present, { id, clock, json }: Entry): boolean {
    const owner = owners.get(id);
    if (json === 'null') return owner === from;
    if (clock <= (awareness.meta.get(id)?.clock ?? 0) || json.length > LIMITS.presenceBytes) return false;
    if (owner === from) return true;
    if (owner !== undefined && userOf(awareness.getStates().get(id)) !== from.member.userId) return false;
    if (heldBy(from).length >= LIMITS.presenceIds) return false;
    owners.set(id, from);
    return true;
  }

  const heldBy = (who: Present): number[] =>
    [...owners].filter(([, owner]) => owner === who).map(([id]) => id);

  return {
    receive(from, states) {
      const accepted = readEntries(states)
        .filter((entry) => accepts(from, entry))
        .map((entry) => ({ ...entry, json: signed(entry.json, from.member) }));
      if (accepted.length > 0) applyAwarenessUpdate(awareness, writeEntries(accepted), from);
    },
    receiveFromElsewhere(states) {
      const entries = readEntries(states).filter(({ id, json }) =>
        json === 'null' ? owners.get(id) === ELSEWHERE : true,
      );
      const before = new Map(entries.map(({ id }) => [id, awareness.meta.get(id)?.clock]));
      applyAwarenessUpdate(awareness, writeEntries(entries), ELSEWHERE);
      for (const { id, json } of entries)
        if (json !== 'null' && awareness.meta.get(id)?.clock !== before.get(id)) owners.set(id, ELSEWHERE);
    },
    leave(who) {
      removeAwarenessStates(awareness, heldBy(who), who);
    },
    everybody() {
      const ids = [...awareness.getStates().keys()];
      return ids.length === 0 ? null : encodeAwarenessUpdate(awareness, ids);
    },
    close() {
      // Other servers shall not show those who left last for another half a minute.
      publishing.flush();
      telling.stop();
      publishing.stop();
      awareness.destroy();
    },
  };
}

const userOf = (state: unknown): unknown => (state as { user?: { id?: unknown } } | undefined)?.user?.id;

/** What may stand in a style, and nothing that could end one or load something. */
const COLOR = /^[#a-zA-Z0-9(),.%/ -]{1,64}$/;

/** A state with its sender's own id and name in it, whatever it said. */
function signed(json: string, { userId, name, color }: Present['member']): string {
  if (json === 'null') return json;
  const state = parse(json);
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new Malformed('a presence state is an object');
  const chosen = (state as { user?: { color?: unknown } | null }).user?.color;
  const own = color ?? (typeof chosen === 'string' && COLOR.test(chosen) ? chosen : undefined);
  return JSON.stringify({
    ...state,
    user: { id: userId, name, ...(own === undefined ? {} : { color: own }) },
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Malformed('a presence state is not JSON', { cause: error });
  }
}

function readEntries(states: Uint8Array): Entry[] {
  try {
    const decoder = decoding.createDecoder(states);
    const entries: Entry[] = [];
    for (let left = decoding.readVarUint(decoder); left > 0; left--)
      entries.push({
        id: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        json: decoding.readVarString(decoder),
      });
    return entries;
  } catch (error) {
    throw new Malformed('the presence states end too early', { cause: error });
  }
}

const writeEntries = (entries: readonly Entry[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { id, clock, json } of entries) {
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, json);
    }
  });

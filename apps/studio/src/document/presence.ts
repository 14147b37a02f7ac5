import type { Awareness } from 'y-protocols/awareness';
import { z } from 'zod';
import { share } from './share.ts';

/**
 * Who else is here. What others say about themselves is checked field by field: it is drawn on our canvas, and nobody
 * but them vouches for it.
 */
const point = z.object({ x: z.number(), y: z.number() });
const nodeIds = z.array(z.string().max(100)).max(2000);

const presence = z.object({
  user: z.object({ id: z.string().max(100), name: z.string().max(200) }),
  cursor: point.nullish().catch(undefined),
  selected: nodeIds.nullish().catch(undefined),
  editing: z.object({ node: z.string(), param: z.string() }).nullish().catch(undefined),
  dragging: z.record(z.string(), point).nullish().catch(undefined),
  viewport: point.extend({ zoom: z.number().positive() }).nullish().catch(undefined),
});

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What this page tells the others. `null` takes a field back. */
export interface Presence {
  readonly cursor: Point | null;
  readonly selected: readonly string[] | null;
  readonly editing: { readonly node: string; readonly param: string } | null;
  readonly dragging: Readonly<Record<string, Point>> | null;
  readonly viewport: (Point & { readonly zoom: number }) | null;
}

export interface Person {
  readonly clientId: number;
  readonly userId: string;
  readonly name: string;
  readonly color: string;
  readonly cursor?: Point;
  readonly selected?: readonly string[];
  readonly editing?: { readonly node: string; readonly param: string };
  readonly dragging?: Readonly<Record<string, Point>>;
  readonly viewport?: Point & { readonly zoom: number };
}

/** White text is readable on each (WCAG AA), and each is told apart from the others on both papers. */
const COLORS = [
  '#2563c9',
  '#b6355f',
  '#0b7a6c',
  '#8a5a00',
  '#6d4bc3',
  '#a8431d',
  '#2c7d43',
  '#85397f',
] as const;

/** The same person has the same colour on every screen, without anybody handing colours out. */
export function colorOf(userId: string): string {
  let hash = 0;
  for (let at = 0; at < userId.length; at++) hash = (Math.imul(hash, 31) + userId.charCodeAt(at)) | 0;
  return COLORS[Math.abs(hash) % COLORS.length]!;
}

export interface PresenceStore {
  readonly others: () => readonly Person[];
  /** Whoever edits the node, or one param of it. The same object while they move their cursor. */
  readonly editing: (node: string, param?: string) => Person | null;
  /** Somebody who has the node selected. */
  readonly selecting: (node: string) => Person | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Sent at most 20 times per second, the last word always. */
  readonly set: (partial: Partial<Presence>) => void;
  readonly destroy: () => void;
}

const SEND_EVERY_MS = 50;

export function createPresence(awareness: Awareness, me: { userId: string; name: string }): PresenceStore {
  let people: readonly Person[] = [];
  /** Without what moves all the time. */
  let still: readonly Person[] = [];
  const listeners = new Set<() => void>();
  let unsent: Partial<Presence> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  awareness.setLocalState({ user: { id: me.userId, name: me.name, color: colorOf(me.userId) } });

  function read(): void {
    const found = [...awareness.getStates()]
      .filter(([clientId]) => clientId !== awareness.clientID)
      .flatMap(([clientId, state]) => personOf(clientId, state) ?? [])
      .toSorted((a, b) => a.clientId - b.clientId);
    const next = share(people, found);
    if (next === people) return;
    people = next;
    still = share(
      still,
      people.map(({ cursor: _c, viewport: _v, dragging: _d, ...person }) => person),
    );
    for (const listener of listeners) listener();
  }

  function send(): void {
    timer = undefined;
    if (Object.keys(unsent).length === 0) return;
    const fields = Object.entries({ ...awareness.getLocalState(), ...unsent });
    awareness.setLocalState(Object.fromEntries(fields.filter(([, value]) => value !== null)));
    unsent = {};
    timer = setTimeout(send, SEND_EVERY_MS);
  }

  awareness.on('change', read);
  read();
  return {
    others: () => people,
    editing: (node, param) =>
      still.find(
        ({ editing }) => editing?.node === node && (param === undefined || editing.param === param),
      ) ?? null,
    selecting: (node) => still.find(({ selected }) => selected?.includes(node)) ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (partial) => {
      unsent = { ...unsent, ...partial };
      if (timer === undefined) send();
    },
    destroy: () => {
      clearTimeout(timer);
      awareness.off('change', read);
      listeners.clear();
    },
  };
}

function personOf(clientId: number, state: unknown): Person | null {
  const parsed = presence.safeParse(state);
  if (!parsed.success) return null;
  const { user, ...said } = parsed.data;
  const fields = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== null && value !== undefined),
  );
  return { clientId, userId: user.id, name: user.name, color: colorOf(user.id), ...fields };
}

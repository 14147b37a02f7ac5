import { createTestDatabase } from '@weft/db/testing';
import { LIMITS } from '@weft/engine/live';
import { afterAll, describe, expect, it } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { openPresence, TELL_MS, type Present } from './presence.ts';
import { newDocument, openTestRooms } from './testing/testRooms.ts';

const person = (userId: string): Present => ({ member: { userId, name: `Name of ${userId}` } });

/** A page: its own Awareness, whose states it sends as y-websocket does. */
function page(id: number, state: Record<string, unknown> | null = {}) {
  const doc = new Y.Doc();
  doc.clientID = id;
  const awareness = new Awareness(doc);
  if (state !== null) awareness.setLocalState(state);
  const says = (ids = [id]) => encodeAwarenessUpdate(awareness, ids);
  return { awareness, says, hear: (states: Uint8Array) => applyAwarenessUpdate(awareness, states, 'server') };
}

/** A room's presence that remembers the last it told; pages are destroyed with it. */
function open() {
  const told: Uint8Array[] = [];
  const doc = new Y.Doc();
  const presence = openPresence({ doc, tell: (states) => told.push(states), publish: () => {} });
  const seen = () => {
    const viewer = new Awareness(new Y.Doc());
    viewer.setLocalState(null);
    const everybody = presence.everybody();
    if (everybody !== null) applyAwarenessUpdate(viewer, everybody, 'server');
    const states = Object.fromEntries(viewer.getStates());
    viewer.destroy();
    return states;
  };
  return { presence, seen, [Symbol.dispose]: () => presence.close() };
}

describe('presence', () => {
  it('says who somebody is from their session, whatever they say themselves', () => {
    using room = open();
    const mallory = page(1, {
      user: { id: 'alice', name: 'Alice', color: '#ff0000', extra: 1 },
      cursor: { x: 1 },
    });
    room.presence.receive(person('mallory'), mallory.says());
    expect(room.seen()).toEqual({
      1: { user: { id: 'mallory', name: 'Name of mallory', color: '#ff0000' }, cursor: { x: 1 } },
    });
  });

  it('leaves out a colour that is more than a colour', () => {
    using room = open();
    const state = { user: { color: 'red; background: url(https://example.org)' } };
    room.presence.receive(person('mallory'), page(1, state).says());
    expect(room.seen()).toEqual({ 1: { user: { id: 'mallory', name: 'Name of mallory' } } });
  });

  it('lets nobody change or remove the state of another', () => {
    using room = open();
    const [alice, mallory] = [person('alice'), person('mallory')];
    room.presence.receive(alice, page(1, { mood: 'good' }).says());
    const forged = page(1, { mood: 'bad' });
    for (let i = 0; i < 5; i++) forged.awareness.setLocalStateField('mood', 'worse');
    room.presence.receive(mallory, forged.says());
    forged.awareness.setLocalState(null);
    room.presence.receive(mallory, forged.says());
    expect(room.seen()).toMatchObject({ 1: { mood: 'good', user: { id: 'alice' } } });
    room.presence.leave(mallory);
    expect(Object.keys(room.seen())).toEqual(['1']);
    room.presence.leave(alice);
    expect(room.seen()).toEqual({});
  });

  it('does not take a repeated state for a claim, even after its owner has left', () => {
    using room = open();
    const [alice, bob] = [person('alice'), person('bob')];
    const [pageOfAlice, pageOfBob] = [page(1, { at: 1 }), page(2, { at: 2 })];
    room.presence.receive(alice, pageOfAlice.says());
    pageOfBob.hear(room.presence.everybody()!);
    const echo = pageOfBob.says([1, 2]);
    room.presence.leave(alice);
    room.presence.receive(bob, echo);
    expect(Object.keys(room.seen())).toEqual(['2']);
  });

  it('lets a person who reconnects keep their state when the old socket ends', () => {
    using room = open();
    const [before, after] = [person('alice'), person('alice')];
    const alice = page(1, { at: 1 });
    room.presence.receive(before, alice.says());
    alice.awareness.setLocalStateField('at', 2);
    room.presence.receive(after, alice.says());
    room.presence.leave(before);
    expect(room.seen()).toMatchObject({ 1: { at: 2 } });
  });

  it('skips a state that is too large, and more states than a page has', () => {
    using room = open();
    const alice = person('alice');
    room.presence.receive(alice, page(1, { at: 1 }).says());
    const large = page(1, { at: 'x'.repeat(LIMITS.presenceBytes) });
    large.awareness.setLocalStateField('more', 1);
    room.presence.receive(alice, large.says());
    expect(room.seen()).toMatchObject({ 1: { at: 1 } });
    for (let id = 2; id < 50; id++) room.presence.receive(alice, page(id, { at: id }).says());
    expect(Object.keys(room.seen())).toHaveLength(LIMITS.presenceIds);
  });
});

describe('presence in rooms', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  const server = await openTestRooms({ pool, url });
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  it('shows people who come and go, and thins out a flood of pointer moves', async () => {
    const documentId = await newDocument(pool);
    const [alice, bob] = ['alice', 'bob'].map((user) => server.client({ documentId, user }));
    await Promise.all([alice!.synced(), bob!.synced()]);
    let heard = 0;
    bob!.provider.awareness.on('update', (_: unknown, origin: unknown) => {
      if (origin === bob!.provider) heard++;
    });
    const began = performance.now();
    for (let x = 0; x < 200; x++) alice!.provider.awareness.setLocalStateField('cursor', { x });
    const seen = () => bob!.provider.awareness.getStates().get(alice!.doc.clientID);
    await expect.poll(seen).toMatchObject({
      user: { id: 'alice', name: 'Name of alice' },
      cursor: { x: 199 },
    });
    // The first at once and then at a pace, by the same clock that we read here; timers round to milliseconds.
    expect(heard).toBeLessThanOrEqual(2 + (performance.now() - began) / (TELL_MS - 1));
    await alice!.leave();
    await expect.poll(seen).toBeUndefined();
  });
});

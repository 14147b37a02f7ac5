import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { colorOf, createPresence } from './presence.ts';

const open: { destroy: () => void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.destroy();
});

function page(userId: string) {
  const awareness = new Awareness(new Y.Doc());
  const presence = createPresence(awareness, { userId, name: `Name of ${userId}` });
  open.push(awareness, presence);
  return { awareness, presence };
}
/** Everything that one says reaches the other at once. */
function hears(to: ReturnType<typeof page>, from: ReturnType<typeof page>): void {
  const send = () =>
    applyAwarenessUpdate(
      to.awareness,
      encodeAwarenessUpdate(from.awareness, [from.awareness.clientID]),
      'test',
    );
  from.awareness.on('update', send);
  send();
}

describe('who is here', () => {
  it('is everybody else, with their own colour everywhere', () => {
    const [ada, bob] = [page('ada'), page('bob')];
    hears(ada, bob);
    expect(ada.presence.others()).toMatchObject([
      { userId: 'bob', name: 'Name of bob', color: colorOf('bob') },
    ]);
    expect(bob.presence.others()).toEqual([]);
  });

  it('keeps the same person object for editors while their pointer moves', () => {
    const [ada, bob] = [page('ada'), page('bob')];
    hears(ada, bob);
    bob.awareness.setLocalStateField('editing', { node: 'n', param: 'size' });
    bob.awareness.setLocalStateField('selected', ['n']);
    const [before, selecting] = [ada.presence.editing('n', 'size'), ada.presence.selecting('n')];
    expect(before).toMatchObject({ userId: 'bob' });
    bob.awareness.setLocalStateField('cursor', { x: 1, y: 2 });
    expect(ada.presence.others()[0]!.cursor).toEqual({ x: 1, y: 2 });
    expect(ada.presence.editing('n', 'size')).toBe(before);
    expect(ada.presence.selecting('n')).toBe(selecting);
    expect(ada.presence.editing('n', 'other')).toBeNull();
  });

  it('ignores what makes no sense in what others say, field by field', () => {
    const [ada, bob] = [page('ada'), page('bob')];
    hears(ada, bob);
    bob.awareness.setLocalStateField('cursor', { x: 'url(evil)', y: 0 });
    bob.awareness.setLocalStateField('viewport', { x: 0, y: 0, zoom: -1 });
    bob.awareness.setLocalStateField('selected', ['n']);
    expect(ada.presence.others()).toEqual([
      {
        clientId: bob.awareness.clientID,
        userId: 'bob',
        name: 'Name of bob',
        color: colorOf('bob'),
        selected: ['n'],
      },
    ]);
    bob.awareness.setLocalStateField('user', 'nobody');
    expect(ada.presence.others()).toEqual([]);
  });

  it('sends at once, then at most twenty times a second, and always the last word', () => {
    vi.useFakeTimers();
    try {
      const { awareness, presence } = page('ada');
      let sent = 0;
      awareness.on('update', () => (sent += 1));
      for (let at = 1; at <= 100; at++) presence.set({ cursor: { x: at, y: 0 } });
      expect(sent).toBe(1);
      vi.advanceTimersByTime(60);
      expect(sent).toBe(2);
      expect(awareness.getLocalState()!['cursor']).toEqual({ x: 100, y: 0 });
      presence.set({ cursor: null });
      vi.advanceTimersByTime(60);
      expect('cursor' in awareness.getLocalState()!).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});

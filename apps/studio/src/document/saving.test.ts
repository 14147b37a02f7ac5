import { CLOSE } from '@weft/engine/live';
import { describe, expect, it } from 'vitest';
import { applySaving, refusalOf, saveStateOf, shouldAsk, startSaving, type SavingEvent } from './saving.ts';

const after = (...events: SavingEvent[]) => events.reduce(applySaving, startSaving(1000));
const edited: SavingEvent = { type: 'edited' };
const online: SavingEvent[] = [{ type: 'opened' }, { type: 'caught-up' }];

describe('whether work is safe', () => {
  it('says saved only when the server has answered for the last edit', () => {
    const asked = after(...online, edited, edited, { type: 'asked' });
    expect(saveStateOf(asked)).toEqual({ kind: 'saving', edits: 2 });
    expect(saveStateOf(applySaving(asked, { type: 'answered', edits: 2 }))).toEqual({ kind: 'saved' });
  });

  it('asks again for edits made while an answer was on its way', () => {
    const state = after(...online, edited, { type: 'asked' }, edited, { type: 'answered', edits: 1 });
    expect(saveStateOf(state)).toEqual({ kind: 'saving', edits: 1 });
    expect(shouldAsk(state)).toBe(true);
  });

  it('counts what waits while there is no connection, and since when', () => {
    const state = after(...online, edited, { type: 'lost', at: 5000 }, edited, edited);
    expect(saveStateOf(state)).toEqual({ kind: 'offline', edits: 3, since: 5000 });
    expect(shouldAsk(state)).toBe(false);
  });

  it('asks only after what was made offline has been sent', () => {
    const back = after(edited, { type: 'opened' });
    expect(shouldAsk(back)).toBe(false);
    expect(shouldAsk(applySaving(back, { type: 'caught-up' }))).toBe(true);
  });

  it('takes an answer for nothing that was lost with its connection', () => {
    const state = after(...online, edited, { type: 'asked' }, { type: 'lost', at: 1 }, ...online);
    expect(shouldAsk(state)).toBe(true);
  });

  it('counts edits that a closed page left as waiting', () => {
    expect(saveStateOf(after(...online, { type: 'found', edits: 1 }))).toEqual({ kind: 'saving', edits: 1 });
  });

  it('stays refused, and says why', () => {
    const state = after(...online, { type: 'refused', reason: 'read-only' }, edited);
    expect(saveStateOf(state)).toEqual({ kind: 'refused', reason: 'read-only' });
    expect(shouldAsk(state)).toBe(false);
  });
});

it('says what a close for good means', () => {
  expect(
    [CLOSE.signedOut, CLOSE.accessEnded, CLOSE.gone, CLOSE.tooLarge, CLOSE.otherVersion, CLOSE.malformed].map(
      refusalOf,
    ),
  ).toEqual(['signed-out', 'no-access', 'gone', 'too-large', 'other-version', 'malformed']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { askMessage, checkUpdate, Malformed, readMessage, updateMessage } from './messages.ts';

describe('messages', () => {
  it('are read, or refused as malformed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          const message = readMessage(bytes);
          if (message.type === 'update') checkUpdate(message.update);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('are refused when an update is cut off anywhere', () => {
    const doc = new Y.Doc();
    doc.getMap('meta').set('title', 'One');
    doc.getText('text').insert(0, 'some words');
    doc.getText('text').delete(2, 3);
    const whole = Y.encodeStateAsUpdate(doc);
    for (let length = 0; length < whole.length; length++)
      expect(() => checkUpdate(whole.slice(0, length))).toThrow(Malformed);
  });

  it('say the same in both directions', () => {
    const doc = new Y.Doc();
    doc.getMap('meta').set('title', 'One');
    const update = Y.encodeStateAsUpdate(doc);
    expect(readMessage(updateMessage(update))).toEqual({ type: 'update', update, isAnswer: false });
    expect(readMessage(askMessage(doc))).toEqual({ type: 'ask', stateVector: Y.encodeStateVector(doc) });
    expect(checkUpdate(update)).toEqual({ onlyDeletes: false });
  });
});

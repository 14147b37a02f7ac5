import { expect, it } from 'vitest';
import { CLOSE, isFinal } from './protocol.ts';

it('tells closes for good from those after which a client comes back', () => {
  const final = Object.entries(CLOSE).flatMap(([name, code]) => (isFinal(code) ? [name] : []));
  expect(final).toEqual(['malformed', 'signedOut', 'accessEnded', 'gone', 'tooLarge', 'otherVersion']);
  expect([1000, 1006].some(isFinal)).toBe(false);
});

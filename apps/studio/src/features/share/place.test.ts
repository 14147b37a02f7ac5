import { describe, expect, it } from 'vitest';
import { kindOf, placeOf } from './place.ts';

describe('what a link shows', () => {
  it.each([
    ['', 'document', {}],
    ['?view=notebook', 'document', {}],
    ['?node=a', 'document-node', { node: 'a' }],
    ['?run=r&view=canvas', 'document-run', { run: 'r' }],
    ['?node=a&run=r', 'document-node-run', { node: 'a', run: 'r' }],
  ])('of %j is %s', (search, kind, place) => {
    const found = placeOf(new URLSearchParams(search));
    expect(found).toEqual(place);
    expect(kindOf(found)).toBe(kind);
  });
});

import { describe, expect, it } from 'vitest';
import { managersOf } from './managers.ts';
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

describe('whom to ask for an invitation', () => {
  const members = [
    { name: 'Eve', role: 'editor' },
    { name: 'Bob', role: 'admin' },
    { name: 'Ada', role: 'owner' },
    { name: 'Cleo', role: 'admin' },
    { name: 'Dan', role: 'admin' },
  ] as const;

  it('is an owner first, and never more than three', () => {
    expect(managersOf(members, { language: 'en' })).toBe('Ada, Bob, or Cleo');
    expect(managersOf(members.slice(0, 3), { language: 'zh' })).toBe('Ada或Bob');
  });

  it('is nobody while nobody is known', () => {
    expect(managersOf([], { language: 'en' })).toBeNull();
  });
});

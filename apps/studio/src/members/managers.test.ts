import { describe, expect, it } from 'vitest';
import { managersOf } from './managers.ts';

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

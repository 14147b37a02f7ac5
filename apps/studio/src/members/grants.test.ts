import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../server/src/policy/actions.ts';
import { decideGrant } from '../../../server/src/policy/grants.ts';
import { obstacleTo, soleOwnerOf } from './grants.ts';

const role = fc.constantFrom(...ROLES);
const roleOrNone = fc.option(role, { nil: null });

describe('what stands in the way of changing a membership', () => {
  it('is what the policy of the server would refuse, and nothing else', () => {
    fc.assert(
      fc.property(role, roleOrNone, roleOrNone, (by, from, to) => {
        expect(obstacleTo({ by, from, to }) === null).toBe(decideGrant(by, { from, to }) === 'allow');
      }),
    );
  });

  it('lets everybody leave but the last owner', () => {
    for (const by of ROLES)
      for (const soleOwner of [true, false])
        expect(obstacleTo({ by, from: by, to: null, self: true, soleOwner })).toBe(
          by === 'owner' && soleOwner ? 'last-owner' : null,
        );
  });

  it('names the last owner only to those who could change an owner', () => {
    const change = { from: 'owner', to: 'viewer', soleOwner: true } as const;
    expect(obstacleTo({ by: 'owner', ...change })).toBe('last-owner');
    expect(obstacleTo({ by: 'admin', ...change })).toBe('owners-only');
    expect(obstacleTo({ by: 'editor', ...change })).toBe('managers-only');
  });
});

describe('the sole owner', () => {
  const ada = { userId: 'ada', role: 'owner' } as const;
  const bob = { userId: 'bob', role: 'editor' } as const;

  it('is known when all members are', () => {
    expect(soleOwnerOf([ada, bob], { complete: true })).toBe('ada');
    expect(soleOwnerOf([ada, bob], { complete: false })).toBeNull();
  });

  it('is nobody when there are two', () => {
    expect(soleOwnerOf([ada, { ...bob, role: 'owner' }], { complete: true })).toBeNull();
  });
});

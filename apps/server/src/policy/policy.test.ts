import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, actionsOf, may, ROLES, weaker, type Action } from './actions.ts';
import { ANONYMOUS, decide, type Identity } from './decide.ts';
import { mayGrant } from './grants.ts';

const role = fc.constantFrom(...ROLES);
const action = fc.constantFrom(...(Object.keys(ACTIONS) as Action[]));
const person = (roles: ReadonlyMap<string, (typeof ROLES)[number]>): Identity => ({
  kind: 'person',
  userId: 'u',
  sessionId: 's',
  name: '',
  email: '',
  roles,
});

describe('weaker', () => {
  it('never allows what one of the two may not', () => {
    fc.assert(
      fc.property(role, role, action, (one, other, what) => {
        if (may(weaker(one, other), what)) expect(may(one, what) && may(other, what)).toBe(true);
      }),
    );
  });

  it('does not depend on the order, as far as rights go', () => {
    fc.assert(
      fc.property(role, role, (one, other) => {
        expect(actionsOf(weaker(one, other))).toEqual(actionsOf(weaker(other, one)));
      }),
    );
  });

  it.each([
    ['editor', 'owner', 'editor'],
    ['editor', 'viewer', 'viewer'],
    ['operator', 'reviewer', 'viewer'],
    ['operator', 'operator', 'operator'],
  ] as const)('of %s and %s is %s', (one, other, wanted) => {
    expect(weaker(one, other)).toBe(wanted);
  });
});

describe('decide', () => {
  it('tells a stranger the same of a foreign object and of none', () => {
    fc.assert(
      fc.property(action, role, (what, own) => {
        const stranger = person(new Map([['mine', own]]));
        expect(decide(stranger, what, 'theirs')).toBe('not_found');
        expect(decide(stranger, what, null)).toBe('not_found');
        expect(decide(ANONYMOUS, what, 'theirs')).toBe('sign_in');
      }),
    );
  });

  it('allows a key nothing outside its workspace, and inside no more than its role', () => {
    fc.assert(
      fc.property(action, role, (what, of) => {
        const key: Identity = {
          kind: 'key',
          keyId: 'k',
          userId: 'u',
          name: '',
          workspaceId: 'mine',
          role: of,
        };
        expect(decide(key, what, 'theirs')).toBe('not_found');
        expect(decide(key, what, 'mine')).toBe(may(of, what) ? 'allow' : 'forbidden');
      }),
    );
  });

  it('lets every role look, and owners do everything', () => {
    for (const what of Object.keys(ACTIONS) as Action[]) {
      expect(may('owner', what)).toBe(true);
      if (what.endsWith(':read') && what !== 'key:read')
        for (const each of ROLES) expect(may(each, what)).toBe(true);
    }
  });
});

describe('mayGrant', () => {
  it('leaves owners to owners, and members to those who manage them', () => {
    fc.assert(
      fc.property(role, fc.option(role, { nil: null }), fc.option(role, { nil: null }), (by, from, to) => {
        const touchesOwners = from === 'owner' || to === 'owner';
        const wanted = by === 'owner' || (by === 'admin' && !touchesOwners);
        expect(mayGrant(by, { from, to })).toBe(wanted);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsOf, isWorkspaceAction, may, ROLES, RULES, ruleOf, type Action } from './actions.ts';
import { actionsIn, ANONYMOUS, decide, type Decision, type Identity } from './decide.ts';
import { decideGrant } from './grants.ts';
import { resource, type Resource } from './resource.ts';
import { covers, groupOf, SCOPES, type Scope } from './scopes.ts';

const ACTIONS = Object.keys(RULES) as Action[];
const role = fc.constantFrom(...ROLES);
const action = fc.constantFrom(...ACTIONS);
const workspaceAction = fc.constantFrom(...ACTIONS.filter(isWorkspaceAction));
const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES));

const person = (roles: Readonly<Record<string, (typeof ROLES)[number]>>, userId = 'u'): Identity => ({
  kind: 'person',
  userId,
  sessionId: 's',
  name: '',
  email: '',
  roles: new Map(Object.entries(roles)),
});
const key = (of: (typeof ROLES)[number], has: readonly Scope[], userId = 'u'): Identity => ({
  kind: 'key',
  keyId: 'k',
  userId,
  name: '',
  workspaceId: 'mine',
  role: of,
  scopes: has,
});
const document = (workspaceId: string, rest: Partial<Resource> = {}) =>
  resource('document', workspaceId, rest);

describe('decide', () => {
  it('answers a stranger alike for a foreign object, a deleted one and none', () => {
    fc.assert(
      fc.property(workspaceAction, role, scopes, (what, own, has) => {
        for (const stranger of [person({ mine: own }), key(own, has)]) {
          expect(decide(stranger, what, document('theirs'))).toBe('not_found');
          expect(decide(stranger, what, document('theirs', { presence: 'deleted' }))).toBe('not_found');
          expect(decide(stranger, what, null)).toBe('not_found');
        }
        expect(decide(ANONYMOUS, what, document('theirs'))).toBe('sign_in');
        expect(decide(ANONYMOUS, what, null)).toBe('sign_in');
      }),
    );
  });

  it('answers everybody alike for a deleted object and none, but those who may bring it back', () => {
    fc.assert(
      fc.property(workspaceAction, role, (what, own) => {
        const wanted: Decision = what === 'document:delete' && may(own, what) ? 'allow' : 'not_found';
        expect(decide(person({ mine: own }), what, document('mine', { presence: 'deleted' }))).toBe(wanted);
      }),
    );
  });

  it('says forbidden, and not whether it exists, of what is named inside a workspace', () => {
    const absent = resource('key', 'mine', { presence: 'absent' });
    expect(decide(person({ mine: 'viewer' }), 'key:change', absent)).toBe('forbidden');
    expect(decide(person({ mine: 'admin' }), 'key:change', absent)).toBe('not_found');
    expect(decide(person({ theirs: 'admin' }), 'key:change', absent)).toBe('not_found');
  });

  it('lets a key do what its maker may now and its scopes say, and nothing else', () => {
    fc.assert(
      fc.property(workspaceAction, role, scopes, (what, maker, has) => {
        const allowed = decide(key(maker, has), what, document('mine', { ownerId: 'x' })) === 'allow';
        expect(allowed).toBe(may(maker, what) && covers(has, what) && ruleOf(what).own !== 'only');
        if (allowed) expect(groupOf(what)).not.toBeNull();
      }),
    );
  });

  it('refuses a key with the scope "read" a start that its maker may do', () => {
    const editor = person({ mine: 'editor' });
    expect(decide(editor, 'run:start', document('mine'))).toBe('allow');
    expect(decide(key('editor', ['read']), 'run:start', document('mine'))).toBe('scope_missing');
    expect(decide(key('editor', ['run:start']), 'run:start', document('mine'))).toBe('allow');
    expect(decide(key('editor', ['run:start']), 'run:control', document('mine'))).toBe('scope_missing');
    expect(decide(key('viewer', ['run']), 'run:start', document('mine'))).toBe('forbidden');
  });

  it('lets nobody approve their own work, nor their key for them', () => {
    const version = resource('model_version', 'mine', { ownerId: 'author' });
    for (const each of ['owner', 'admin', 'reviewer'] as const) {
      expect(decide(person({ mine: each }, 'author'), 'model_version:approve', version)).toBe('not_your_own');
      expect(decide(person({ mine: each }, 'other'), 'model_version:approve', version)).toBe('allow');
    }
    expect(decide(key('owner', [...SCOPES], 'author'), 'model_version:approve', version)).toBe('forbidden');
  });

  it('lets people end their own sessions and leave with their own membership only', () => {
    const session = (ownerId: string) => resource('session', null, { ownerId, visibility: 'private' });
    expect(decide(person({}), 'session:end', session('u'))).toBe('allow');
    expect(decide(person({}), 'session:end', session('other'))).toBe('not_found');
    expect(decide(key('owner', [...SCOPES]), 'session:end', session('u'))).toBe('forbidden');
    const membership = (ownerId: string) => resource('member', 'mine', { ownerId });
    expect(decide(person({ mine: 'owner' }), 'member:leave', membership('u'))).toBe('allow');
    expect(decide(person({ mine: 'owner' }), 'member:leave', membership('other'))).toBe('not_found');
    expect(decide(key('owner', [...SCOPES]), 'member:leave', membership('u'))).toBe('forbidden');
  });

  it('shows what is private to its owner alone, and what is everybody’s as to a viewer', () => {
    fc.assert(
      fc.property(workspaceAction, role, (what, own) => {
        const mine = document('mine', { visibility: 'private', ownerId: 'u' });
        const theirs = document('mine', { visibility: 'private', ownerId: 'other' });
        expect(decide(person({ mine: own }), what, theirs)).toBe('not_found');
        expect(decide(person({ mine: own }), what, mine)).toBe(
          !may(own, what) ? 'forbidden' : ruleOf(what).own === 'never' ? 'not_your_own' : 'allow',
        );
        const shown = decide(person({}), what, document('theirs', { visibility: 'everybody' }));
        if (what.endsWith(':read')) expect(shown).toBe(what === 'key:read' ? 'forbidden' : 'allow');
        else expect(shown).not.toBe('allow');
      }),
    );
  });

  it('never depends on more than the identity, the rule and the resource', () => {
    fc.assert(
      fc.property(action, role, scopes, (what, own, has) => {
        for (const each of [ANONYMOUS, person({ mine: own }), key(own, has)])
          expect(decide(each, what, document('mine'))).toBe(decide(each, what, { ...document('mine') }));
      }),
    );
  });
});

describe('the table', () => {
  it('lets every role look, and owners do everything', () => {
    for (const what of ACTIONS.filter(isWorkspaceAction)) {
      expect(may('owner', what)).toBe(true);
      if (what.endsWith(':read') && what !== 'key:read')
        for (const each of ROLES) expect(may(each, what)).toBe(true);
    }
  });

  it('gives the scopes of the keys from before exactly what their roles gave', () => {
    const may = (has: readonly Scope[]) => actionsIn(key('owner', has), 'mine').toSorted();
    const of = (each: 'viewer' | 'operator' | 'editor') =>
      actionsOf(each)
        .filter((what) => what !== 'member:leave')
        .toSorted();
    expect(may(['read'])).toEqual(of('viewer'));
    expect(may(['read', 'run'])).toEqual(of('operator'));
    expect(may(['read', 'edit', 'run'])).toEqual(of('editor'));
  });

  it('has no scope for managing, answering and approving', () => {
    const never = ['workspace:change', 'member:change', 'key:read', 'key:change', 'run:answer'] as const;
    for (const what of [...never, 'model_version:approve', 'member:leave'] as const)
      expect(covers(SCOPES, what)).toBe(false);
  });
});

describe('decideGrant', () => {
  it('leaves owners to owners, and members to those who manage them', () => {
    fc.assert(
      fc.property(role, fc.option(role, { nil: null }), fc.option(role, { nil: null }), (by, from, to) => {
        const touchesOwners = from === 'owner' || to === 'owner';
        const wanted =
          by === 'owner' ? 'allow' : by !== 'admin' ? 'forbidden' : touchesOwners ? 'owners_only' : 'allow';
        expect(decideGrant(by, { from, to })).toBe(wanted);
      }),
    );
  });
});

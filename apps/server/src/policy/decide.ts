import { actionsOf, ruleOf, type Action, type Role, type Rule, type WorkspaceAction } from './actions.ts';
import type { Resource } from './resource.ts';
import { covers, groupOf, type Scope } from './scopes.ts';

/** Who asks. Built anew for every request from the database, so a right that was taken away is gone at once. */
export type Identity =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly sessionId: string;
      readonly name: string;
      readonly email: string;
      readonly roles: ReadonlyMap<string, Role>;
    }
  /** A program. It acts in one workspace for the person who made it: within its scopes, and within their role. */
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly userId: string;
      readonly name: string;
      readonly workspaceId: string;
      /** Of its maker, as it is now. */
      readonly role: Role;
      readonly scopes: readonly Scope[];
    };
export type KnownIdentity = Exclude<Identity, { kind: 'anonymous' }>;

export const ANONYMOUS: Identity = { kind: 'anonymous' };

/** Anything but `allow` is the code of the refusal. */
export type Decision =
  'allow' | 'sign_in' | 'not_found' | 'forbidden' | 'scope_missing' | 'not_your_own' | 'owners_only';

/**
 * The one function that says yes. `resource` is null when there is no such object. A stranger cannot tell a foreign object,
 * one that was deleted and one that never was from each other: all three are `not_found`.
 */
export function decide(identity: Identity, action: Action, resource: Resource | null): Decision {
  const rule = ruleOf(action);
  const barred = decideUnseen(identity, action);
  if (barred !== 'allow') return barred;
  if (resource === null) return 'not_found';
  if (identity.kind === 'anonymous') return resource.presence === 'here' ? 'allow' : 'not_found';
  const decision = decideSeen(identity, action, resource);
  return resource.presence === 'deleted' && !(rule.deleted && decision === 'allow') ? 'not_found' : decision;
}

/** What can be said before the object is looked up, and so before anything else of the request is read. */
export function decideUnseen(identity: Identity, action: Action): Decision {
  const { by } = ruleOf(action);
  if (by === 'anyone') return 'allow';
  if (identity.kind === 'anonymous') return 'sign_in';
  return by === 'persons' && identity.kind === 'key' ? 'forbidden' : 'allow';
}

function decideSeen(identity: KnownIdentity, action: Action, resource: Resource): Decision {
  const rule = ruleOf(action);
  const own = resource.ownerId === identity.userId;
  if (resource.visibility === 'private' && !own) return 'not_found';
  const role = roleOn(identity, resource);
  if (typeof rule.by === 'object') {
    if (role === undefined) return 'not_found';
    if (!rule.by.includes(role)) return 'forbidden';
    const refusal = identity.kind === 'key' ? beyondKey(identity.scopes, action, rule) : null;
    if (refusal !== null) return refusal;
  }
  if (resource.presence === 'absent') return 'not_found';
  if (rule.own === 'only' && !own) return 'not_found';
  if (rule.own === 'never' && own) return 'not_your_own';
  return decideInState(action, resource.state, role);
}

/** Whether the object's state leaves the action to this role. */
export function decideInState(action: Action, state: string | null, role: Role | undefined): Decision {
  const limit = state === null ? undefined : ruleOf(action).while?.[state];
  return limit === undefined || (role !== undefined && limit.by.includes(role)) ? 'allow' : limit.otherwise;
}

function beyondKey(scopes: readonly Scope[], action: Action, { personally }: Rule): Decision | null {
  if (personally === true || groupOf(action) === null) return 'forbidden';
  return covers(scopes, action) ? null : 'scope_missing';
}

/** Whoever is not a member of its workspace sees what everybody may see as a viewer does. */
function roleOn(identity: KnownIdentity, { workspaceId, visibility }: Resource): Role | undefined {
  const role = workspaceId === null ? undefined : roleIn(identity, workspaceId);
  return role ?? (visibility === 'everybody' ? 'viewer' : undefined);
}

/** The role in a workspace: of a key, that of its maker. */
export function roleIn(identity: Identity, workspaceId: string): Role | undefined {
  switch (identity.kind) {
    case 'anonymous':
      return undefined;
    case 'person':
      return identity.roles.get(workspaceId);
    case 'key':
      return identity.workspaceId === workspaceId ? identity.role : undefined;
  }
}

/** What somebody may do in a workspace, as far as it does not depend on the object. */
export function actionsIn(identity: Identity, workspaceId: string): WorkspaceAction[] {
  const role = roleIn(identity, workspaceId);
  if (role === undefined) return [];
  const actions = actionsOf(role);
  return identity.kind === 'key' ? actions.filter((action) => covers(identity.scopes, action)) : actions;
}

import { may, type Action, type Role } from './actions.ts';

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
  /** A program. It acts in one workspace, with the role of its key, and for the person who made it. */
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly userId: string;
      readonly name: string;
      readonly workspaceId: string;
      readonly role: Role;
    };

export const ANONYMOUS: Identity = { kind: 'anonymous' };

export type Decision = 'allow' | 'sign_in' | 'not_found' | 'forbidden';

/**
 * The one function that says yes. `workspaceId` is the workspace the object belongs to, or null when there is no such
 * object: a stranger cannot tell the two apart.
 */
export function decide(identity: Identity, action: Action, workspaceId: string | null): Decision {
  if (identity.kind === 'anonymous') return 'sign_in';
  const role = workspaceId === null ? undefined : roleIn(identity, workspaceId);
  if (role === undefined) return 'not_found';
  return may(role, action) ? 'allow' : 'forbidden';
}

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

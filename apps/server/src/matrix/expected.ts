/**
 * What must come back, read from the table of rules: not by `decide`, so that the code which decides is compared with
 * something else.
 */
import { KINDS } from '../objects/kinds.ts';
import type { Guard } from '../objects/reach.ts';
import { ruleOf, type Role } from '../policy/actions.ts';
import { covers, groupOf, type Scope } from '../policy/scopes.ts';

/** Whose object an asker names. `crossed` names their own workspace and an object of another. */
export type Which = 'own' | 'foreign' | 'deleted' | 'random' | 'crossed';

/** A refusal by its code, or `allowed`, which may be anything but one of those. */
export type Expected = 'sign_in' | 'forbidden' | 'scope_missing' | 'not_found' | 'allowed';

/** As far as rights go: a role in our workspace (null is none), and the scopes of a key. */
export interface Standing {
  readonly kind: 'nobody' | 'person' | 'key';
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
}

/** Kinds that are named together with their workspace. */
const isInside = (kind: Guard['kind']): boolean =>
  'workspaceId' in KINDS[kind].names && Object.keys(KINDS[kind].names).length > 1;

/** The objects that can be told apart for a kind. */
export function casesOf({ kind }: Guard): readonly Which[] {
  if (Object.keys(KINDS[kind].names).length === 0 || kind === 'template') return ['own'];
  if (kind === 'workspace' || kind === 'membership') return ['own', 'foreign', 'random'];
  return isInside(kind)
    ? ['own', 'foreign', 'deleted', 'random', 'crossed']
    : ['own', 'foreign', 'deleted', 'random'];
}

export function expectedOf({ kind, action }: Guard, standing: Standing, which: Which): Expected {
  const { by, deleted } = ruleOf(action);
  if (by === 'anyone') return 'allowed';
  if (standing.kind === 'nobody') return 'sign_in';
  if (by === 'persons') {
    if (standing.kind === 'key') return 'forbidden';
    return which === 'own' ? 'allowed' : 'not_found';
  }
  if (standing.role === null || which === 'foreign') return 'not_found';
  const right = rightOf(action, standing);
  if (which === 'own') return right;
  if (isInside(kind)) return right === 'allowed' ? 'not_found' : right;
  return which === 'deleted' && deleted === true && right === 'allowed' ? 'allowed' : 'not_found';
}

function rightOf(action: Guard['action'], { kind, role, scopes }: Standing): Expected {
  const { by, personally } = ruleOf(action);
  if (role === null || !(by as readonly Role[]).includes(role)) return 'forbidden';
  if (kind !== 'key') return 'allowed';
  if (personally === true || groupOf(action) === null) return 'forbidden';
  return covers(scopes, action) ? 'allowed' : 'scope_missing';
}

import { may } from './actions.ts';
import { decideInState, type Decision } from './decide.ts';
import type { Role } from './roles.ts';

/** A membership before and after; null is none. */
export interface MembershipChange {
  readonly from: Role | null;
  readonly to: Role | null;
}

/**
 * Whether somebody with role `by` may change another's membership like this: they must have the right to change it as it is
 * and as it will be, or an admin could make themselves an owner.
 */
export function decideGrant(by: Role, { from, to }: MembershipChange): Decision {
  if (!may(by, 'member:change')) return 'forbidden';
  const before = decideInState('member:change', from, by);
  return before === 'allow' ? decideInState('member:change', to, by) : before;
}

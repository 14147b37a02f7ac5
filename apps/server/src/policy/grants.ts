import { may, type Role } from './actions.ts';

/** A membership before and after; null is none. */
export interface MembershipChange {
  readonly from: Role | null;
  readonly to: Role | null;
}

/**
 * Whether somebody with role `by` may change another's membership like this. Who manages members may, but for owners: those
 * are made, changed and removed by owners only, or an admin could make themselves one.
 */
export function mayGrant(by: Role, { from, to }: MembershipChange): boolean {
  if (!may(by, 'member:change')) return false;
  return by === 'owner' || (from !== 'owner' && to !== 'owner');
}

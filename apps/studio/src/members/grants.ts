import type { Role } from '../shell/index.ts';

/** Why a membership cannot be changed like this. */
export type Obstacle = 'managers-only' | 'owners-only' | 'last-owner';

export interface MembershipChange {
  /** The role of whoever changes it. */
  readonly by: Role;
  /** Before and after; null is no membership. */
  readonly from: Role | null;
  readonly to: Role | null;
  /** Their own membership: anybody may leave. Default false. */
  readonly self?: boolean;
  /** Nobody else is an owner. Default false. */
  readonly soleOwner?: boolean;
}

/** What the server would refuse, told before it is asked. It hides and explains; the server decides. */
export function obstacleTo({
  by,
  from,
  to,
  self = false,
  soleOwner = false,
}: MembershipChange): Obstacle | null {
  const leaves = self && to === null;
  if (!leaves && by !== 'owner' && by !== 'admin') return 'managers-only';
  if (!leaves && by !== 'owner' && (from === 'owner' || to === 'owner')) return 'owners-only';
  return soleOwner && from === 'owner' && to !== 'owner' ? 'last-owner' : null;
}

/**
 * The one owner of a workspace; null when there are several, or when not all members are known yet: then the server says
 * no if it has to.
 */
export function soleOwnerOf(
  members: readonly { readonly userId: string; readonly role: Role }[],
  { complete }: { readonly complete: boolean },
): string | null {
  const [first, ...others] = members.filter(({ role }) => role === 'owner');
  return complete && first !== undefined && others.length === 0 ? first.userId : null;
}

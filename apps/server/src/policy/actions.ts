/** Everything that can be done in a workspace, and who may. The table is the policy; `decide` only reads it. */
export const ROLES = ['owner', 'admin', 'editor', 'operator', 'reviewer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const everyone = ROLES;
const editors = ['owner', 'admin', 'editor'] as const;
const managers = ['owner', 'admin'] as const;

export const ACTIONS = {
  'workspace:read': everyone,
  'workspace:change': managers,
  'member:read': everyone,
  'member:change': managers,
  'key:read': managers,
  'key:change': managers,
  'document:read': everyone,
  'document:create': editors,
  'document:change': editors,
  'document:delete': editors,
  'run:read': everyone,
  'run:start': ['owner', 'admin', 'editor', 'operator'],
  'run:control': ['owner', 'admin', 'editor', 'operator'],
  'run:answer': ['owner', 'admin', 'reviewer'],
  'artifact:read': everyone,
  'upload:read': everyone,
  'upload:create': editors,
  'worker:read': everyone,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Action = keyof typeof ACTIONS;

export const may = (role: Role, action: Action): boolean =>
  (ACTIONS[action] as readonly Role[]).includes(role);

/** What a role may do, for the studio: it hides what would be refused, and never decides. */
export const actionsOf = (role: Role): Action[] =>
  (Object.keys(ACTIONS) as Action[]).filter((action) => may(role, action));

/**
 * The role that may do only what both may. Roles are no ladder (a reviewer answers, an operator runs); where neither
 * contains the other, what is left to both is to look.
 */
export function weaker(one: Role, other: Role): Role {
  const within = (inner: Role, outer: Role) => actionsOf(inner).every((action) => may(outer, action));
  if (within(one, other)) return one;
  return within(other, one) ? other : 'viewer';
}

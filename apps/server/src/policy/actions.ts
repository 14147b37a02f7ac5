/**
 * Everything that can be done, and who may. This table is the policy; `decide` only reads it. An action is named
 * `object:verb`. The names are stable: the studio, keys and the reference use them.
 */
import { ROLES, type Role } from './roles.ts';

export { ROLES, type Role } from './roles.ts';

export interface Rule {
  /**
   * - `anyone`: also without signing in.
   * - `persons`: people who are signed in, about what belongs to no workspace. Keys belong to one, so keys never.
   * - roles: people with one of these roles in the workspace of the object, and keys whose maker has one.
   */
  readonly by: 'anyone' | 'persons' | readonly Role[];
  /** No key does this, whatever its scopes. */
  readonly personally?: true;
  /** `only`: to what is one's own. `never`: to what is somebody else's, so that people do not approve their own work. */
  readonly own?: 'only' | 'never';
  /** Reaches an object that was deleted, too. */
  readonly deleted?: true;
  /** While the object is in this state, only these roles, and what to answer the others. */
  readonly while?: Readonly<
    Record<string, { readonly by: readonly Role[]; readonly otherwise: 'owners_only' }>
  >;
}

const everyone = ROLES;
const editors = ['owner', 'admin', 'editor'] as const;
const managers = ['owner', 'admin'] as const;
const runners = ['owner', 'admin', 'editor', 'operator'] as const;
const reviewers = ['owner', 'admin', 'reviewer'] as const;

export const RULES = {
  'installation:see': { by: 'anyone' },
  'installation:enter': { by: 'anyone' },
  'invitation:preview': { by: 'anyone' },

  'person:change': { by: 'persons' },
  'session:read': { by: 'persons' },
  'session:end': { by: 'persons', own: 'only' },
  'template:read': { by: 'persons' },
  'workspace:create': { by: 'persons' },
  'invitation:accept': { by: 'persons' },

  'workspace:read': { by: everyone },
  'workspace:change': { by: managers },
  'member:read': { by: everyone },
  // The state of a membership is its role. Owners are made, changed and removed by owners; see `decideGrant`.
  'member:change': { by: managers, while: { owner: { by: ['owner'], otherwise: 'owners_only' } } },
  'member:leave': { by: everyone, own: 'only', personally: true },
  'key:read': { by: managers },
  'key:change': { by: managers },
  'document:read': { by: everyone },
  'document:create': { by: editors },
  'document:change': { by: editors },
  // Restoring is the same right, and it is about a document that was deleted.
  'document:delete': { by: editors, deleted: true },
  'run:read': { by: everyone },
  'run:start': { by: runners },
  'run:control': { by: runners },
  'run:answer': { by: reviewers },
  'artifact:read': { by: everyone },
  'upload:read': { by: everyone },
  'upload:create': { by: editors },
  'worker:read': { by: everyone },
  'model_version:approve': { by: reviewers, own: 'never' },
} as const satisfies Readonly<Record<string, Rule>>;

export type Action = keyof typeof RULES;

type By<W> = { [A in Action]: (typeof RULES)[A]['by'] extends W ? A : never }[Action];
/** What anybody may, signed in or not. */
export type OpenAction = By<'anyone'>;
/** What people do about themselves, outside of any workspace. */
export type PersonalAction = By<'persons'>;
/** What a role in a workspace gives. */
export type WorkspaceAction = By<readonly Role[]>;

export const ruleOf = (action: Action): Rule => RULES[action];

export const isWorkspaceAction = (action: Action): action is WorkspaceAction =>
  typeof ruleOf(action).by === 'object';

export const may = (role: Role, action: WorkspaceAction): boolean =>
  (RULES[action].by as readonly Role[]).includes(role);

/** What a role may do, for the studio: it hides what the server would refuse, and never decides. */
export const actionsOf = (role: Role): WorkspaceAction[] =>
  (Object.keys(RULES) as Action[]).filter(isWorkspaceAction).filter((action) => may(role, action));

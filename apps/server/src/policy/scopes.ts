import type { Action, WorkspaceAction } from './actions.ts';

/**
 * What a key may be allowed, by the names people choose from. What is in none of them no key can do: programs manage no
 * members and no keys, and answering and approving is for people.
 */
export const SCOPE_GROUPS = {
  read: [
    'workspace:read',
    'member:read',
    'document:read',
    'run:read',
    'artifact:read',
    'upload:read',
    'worker:read',
  ],
  edit: ['document:create', 'document:change', 'document:delete', 'upload:create'],
  run: ['run:start', 'run:control'],
} as const satisfies Readonly<Record<string, readonly WorkspaceAction[]>>;

export type ScopeGroup = keyof typeof SCOPE_GROUPS;
type KeyAction = (typeof SCOPE_GROUPS)[ScopeGroup][number];
/** A group, or one action of a group: `run`, `run:start`. */
export type Scope = ScopeGroup | KeyAction;

const groups = Object.keys(SCOPE_GROUPS) as ScopeGroup[];

/** Every scope a key can have: the groups, then single actions. */
export const SCOPES: readonly Scope[] = [...groups, ...groups.flatMap((group) => SCOPE_GROUPS[group])];

export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/** The group that an action is in; null when no key can do it. */
export const groupOf = (action: Action): ScopeGroup | null =>
  groups.find((group) => (SCOPE_GROUPS[group] as readonly Action[]).includes(action)) ?? null;

export function covers(scopes: readonly Scope[], action: Action): boolean {
  const group = groupOf(action);
  return group !== null && (scopes as readonly string[]).some((scope) => scope === group || scope === action);
}

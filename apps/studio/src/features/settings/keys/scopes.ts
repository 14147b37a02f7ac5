import { useMessages } from '../../../i18n/index.ts';
import { messages } from './messages.ts';
import type { KeyItem } from './useKeys.ts';

export type Scope = KeyItem['scopes'][number];

/** The groups that people choose from. A program's author may ask the API for single actions as well. */
export const SCOPE_GROUPS = ['read', 'edit', 'run'] as const satisfies readonly Scope[];
export type ScopeGroup = (typeof SCOPE_GROUPS)[number];

const isGroup = (scope: Scope): scope is ScopeGroup => (SCOPE_GROUPS as readonly Scope[]).includes(scope);

/** Scopes in words: the groups by their names, single actions as the API calls them. */
export function useScopeWords(): (scopes: readonly Scope[]) => string {
  const t = useMessages(messages);
  return (scopes) =>
    scopes.length === 0
      ? t('no-scopes')
      : scopes.map((scope) => (isGroup(scope) ? t(`scope-${scope}`) : scope)).join(t('scope-comma'));
}

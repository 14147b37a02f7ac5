import { useMessages } from '../i18n/index.ts';
import type { Role } from './me.ts';
import { messages } from './messages.ts';

/** From the one who may most to the one who may least. */
export const ROLES = ['owner', 'admin', 'editor', 'operator', 'reviewer', 'viewer'] as const satisfies Role[];

/** What a role is called and what it may do, in a few words. */
export function useRoleWords(): (role: Role) => { readonly name: string; readonly does: string } {
  const t = useMessages(messages);
  return (role) => ({ name: t(`role-${role}`), does: t(`does-${role}`) });
}

import { useLanguage, useMessages } from '../../i18n/index.ts';
import type { Member } from '../../members/index.ts';
import { managersOf } from './managers.ts';
import { messages } from './messages.ts';

/** For those who may not invite: whom to ask, by name. */
export function AskToInvite({ members }: { readonly members: readonly Member[] }) {
  const t = useMessages(messages);
  const names = managersOf(members, { language: useLanguage() });
  return (
    <p className="text-ink-2">{names === null ? t('invite-ask-anybody') : t('invite-ask', { names })}</p>
  );
}

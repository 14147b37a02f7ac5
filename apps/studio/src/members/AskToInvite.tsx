import { useLanguage, useMessages } from '../i18n/index.ts';
import { managersOf } from './managers.ts';
import { useMembers } from './members.ts';
import { messages } from './messages.ts';

/** For those who may not invite: whom to ask, by name. */
export function AskToInvite() {
  const t = useMessages(messages);
  const { members } = useMembers();
  const names = managersOf(members, { language: useLanguage() });
  return <p className="text-ink-2">{names === null ? t('ask-anybody') : t('ask', { names })}</p>;
}

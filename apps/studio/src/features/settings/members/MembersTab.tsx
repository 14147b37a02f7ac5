import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { AskToInvite, InviteForm } from '../../../members/index.ts';
import { Section } from '../Section.tsx';
import { MemberList } from './MemberList.tsx';
import { messages } from './messages.ts';
import { OpenInvitations } from './OpenInvitations.tsx';

export function MembersTab() {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  const mayInvite = can('member:change');
  return (
    <>
      <Section title={t('invite')} text={mayInvite ? t('invite-text') : undefined}>
        {mayInvite ? <InviteForm /> : <AskToInvite />}
      </Section>
      <MemberList />
      {mayInvite && <OpenInvitations />}
    </>
  );
}

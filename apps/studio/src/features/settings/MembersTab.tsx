import { useWorkspace } from '../../app/index.ts';
import { Invitations, InviteForm, Members } from '../../app/members/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { Section } from './Section.tsx';

export function MembersTab() {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  return (
    <>
      {can('member:change') && (
        <Section title={t('invite')}>
          <InviteForm />
          <Invitations />
        </Section>
      )}
      <Section title={t('tab-members')}>
        <Members />
      </Section>
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../api/client.ts';
import { useWorkspace, type Role } from '../shell/index.ts';
import { useMessages } from '../i18n/index.ts';
import { Button, ErrorNote, Field, Input } from '../ui/index.ts';
import { isEmail } from './email.ts';
import { obstacleTo } from './grants.ts';
import { InvitationLink } from './InvitationLink.tsx';
import { refreshMembers, useInvitations } from './members.ts';
import { messages } from './messages.ts';
import { RoleSelect } from './RoleSelect.tsx';

/** Invites an e-mail with a role, and shows the link. Only for those who may invite. */
export function InviteForm() {
  const t = useMessages(messages);
  const { workspaceId, role: own } = useWorkspace();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [left, setLeft] = useState(false);
  const invite = useMutation(
    trpc.invitations.create.mutationOptions({
      onSuccess: () => {
        setEmail('');
        setLeft(false);
      },
      onSettled: refreshMembers,
    }),
  );
  const ready = isEmail(email);
  // A mutation has succeeded when the list was read anew: what is not in it then, somebody has cancelled since.
  const { invitations, query } = useInvitations();
  const made = invite.isSuccess && { email: invite.variables.email, ...invite.data };
  const isOpen =
    made !== false &&
    (!query.isSuccess || invitations.some(({ invitationId }) => invitationId === made.invitationId));
  return (
    <div className="flex flex-col gap-3">
      <form
        noValidate
        className="grid grid-cols-[minmax(12rem,1fr)_11rem_auto] items-start gap-2 max-sm:grid-cols-1"
        onSubmit={(event) => {
          event.preventDefault();
          setLeft(true);
          if (ready && !invite.isPending) invite.mutate({ workspaceId, email: email.trim(), role });
        }}
      >
        <Field label={t('email')} error={left && email !== '' && !ready ? t('email-wrong') : null}>
          <Input
            type="email"
            // Of somebody else: the browser's own suggestions would be wrong here.
            autoComplete="off"
            maxLength={254}
            placeholder="ada@example.com"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
            onBlur={() => setLeft(true)}
          />
        </Field>
        <Field label={t('role')}>
          <RoleSelect
            value={role}
            onValueChange={setRole}
            obstacleTo={(to) => obstacleTo({ by: own, from: null, to })}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          icon={UserPlus}
          // What is typed but wrong can be sent: then it is said what is wrong with it.
          disabled={email === ''}
          busy={invite.isPending}
          className="mt-[23px] max-sm:mt-0"
        >
          {t('invite')}
        </Button>
      </form>
      <ErrorNote error={invite.error} />
      {isOpen && <InvitationLink email={made.email} link={made.link} />}
    </div>
  );
}

import { useMutation } from '@tanstack/react-query';
import { MailX, Send } from 'lucide-react';
import { trpc } from '../../../api/client.ts';
import { useRoleWords, useWorkspace } from '../../../shell/index.ts';
import { formatAgo, formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { refreshMembers, useInvitations, type Invitation } from '../../../members/index.ts';
import {
  CopyButton,
  EmptyState,
  ErrorNote,
  IconButton,
  LoadMore,
  toast,
  useSentence,
} from '../../../ui/index.ts';
import { ROW, Rows } from '../Rows.tsx';
import { RowsSkeleton } from '../RowsSkeleton.tsx';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';

/** Who was invited and has not come yet. */
export function OpenInvitations() {
  const t = useMessages(messages);
  const { invitations, query } = useInvitations();
  return (
    <Section title={t('open')}>
      {query.isPending && <RowsSkeleton rows={1} />}
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {query.isSuccess && invitations.length === 0 && (
        <EmptyState icon={Send} title={t('none-open')} text={t('none-open-text')} />
      )}
      {invitations.length > 0 && (
        <Rows label={t('open')}>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.invitationId} invitation={invitation} />
          ))}
        </Rows>
      )}
      <LoadMore query={query} />
    </Section>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const t = useMessages(messages);
  const word = useRoleWords();
  const cancel = useCancel(invitation);
  const { email, role, inviter, expiresAt, link } = invitation;
  return (
    <li className={ROW}>
      <div className="min-w-40 flex-1">
        <p className="truncate font-medium">{email}</p>
        <p className="truncate text-sm text-ink-2">
          {t('invited-by', { role: word(role).name, name: inviter })}
        </p>
      </div>
      <time dateTime={expiresAt} title={formatMoment(expiresAt)} className="text-sm text-ink-2">
        {t('ends', { when: formatAgo(expiresAt) })}
      </time>
      <CopyButton text={link} label={t('copy-link')} />
      <IconButton
        icon={MailX}
        label={t('cancel', { email })}
        busy={cancel.isPending}
        onClick={cancel.cancel}
      />
    </li>
  );
}

/** Cancels at once. A link that was sent stays dead, so what can be offered is a new invitation. */
function useCancel({ invitationId, email, role }: Invitation) {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { workspaceId } = useWorkspace();
  const told = {
    onError: (error: unknown) => toast(sentence(error), { tone: 'danger' }),
    onSettled: refreshMembers,
  };
  const again = useMutation(
    trpc.invitations.create.mutationOptions({
      ...told,
      onSuccess: () => toast(t('again-done', { email }), { tone: 'success' }),
    }),
  );
  const cancel = useMutation(
    trpc.invitations.cancel.mutationOptions({
      ...told,
      onSuccess: () =>
        toast(t('cancelled', { email }), {
          action: { label: t('again'), onSelect: () => again.mutate({ workspaceId, email, role }) },
        }),
    }),
  );
  return { isPending: cancel.isPending, cancel: () => cancel.mutate({ workspaceId, invitationId }) };
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { queryClient, refusalOf, trpc } from '../../api/client.ts';
import { linkLook, paths, refreshMe, signOut, useMe, useRoleWords } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, Skeleton } from '../../ui/index.ts';
import { Card } from './Card.tsx';
import { messages } from './messages.ts';
import { SignUpToJoin } from './SignUpToJoin.tsx';

/** The page of an invitation: what it is for, and the shortest way in for whoever looks at it. */
export function Join({ invitationId }: { readonly invitationId: string }) {
  const t = useMessages(messages);
  const word = useRoleWords();
  const { person } = useMe();
  const [, navigate] = useLocation();
  const [wantsIn, setWantsIn] = useState(false);
  const preview = useQuery(trpc.invitations.preview.queryOptions({ invitationId }));
  const open = async (workspaceId: string): Promise<void> => {
    await refreshMe();
    const me = queryClient.getQueryData(trpc.session.me.queryKey());
    const joined = me?.person?.workspaces.find((each) => each.workspaceId === workspaceId);
    navigate(joined === undefined ? '/' : paths.home(joined.slug), { replace: true });
  };
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: async ({ workspaceId }) => await open(workspaceId),
    }),
  );
  const home = (
    <Link href="/" className={linkLook}>
      {t('home')}
    </Link>
  );
  if (preview.isError && refusalOf(preview.error) === null)
    return (
      <Card title={t('joining')} footer={home}>
        <ErrorNote error={preview.error} retry={() => void preview.refetch()} />
      </Card>
    );
  if (preview.isError) return <Card title={t('joinOver')} text={t('joinOverText')} footer={home} />;
  if (preview.data === undefined)
    return (
      <Card title={t('joining')}>
        <Skeleton className="h-24" />
      </Card>
    );
  const { workspace, email, inviter, role } = preview.data;
  const about = {
    title: t('join', { workspace }),
    text: t('joinText', { workspace, email, inviter, role: word(role).name }),
  };
  if (person === null)
    return wantsIn ? (
      <Card {...about}>
        <SignUpToJoin invitationId={invitationId} email={email} />
      </Card>
    ) : (
      <Card {...about}>
        <Button variant="primary" onClick={() => setWantsIn(true)}>
          {t('noAccount')}
        </Button>
        <Button onClick={() => navigate(paths.signIn(paths.join(invitationId)))}>{t('haveAccount')}</Button>
      </Card>
    );
  if (person.email !== email)
    return (
      <Card {...about} footer={home}>
        <p role="alert">{t('otherAccount', { email: person.email, invited: email })}</p>
        <Button onClick={() => void signOut(paths.join(invitationId))}>{t('signOut')}</Button>
      </Card>
    );
  return (
    <Card {...about} footer={home}>
      <ErrorNote error={accept.error} />
      <Button variant="primary" busy={accept.isPending} onClick={() => accept.mutate({ invitationId })}>
        {t('accept')}
      </Button>
    </Card>
  );
}

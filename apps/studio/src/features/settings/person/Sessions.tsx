import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../../api/client.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, ErrorNote, toast, useSentence } from '../../../ui/index.ts';
import { Rows } from '../Rows.tsx';
import { RowsSkeleton } from '../RowsSkeleton.tsx';
import { Section } from '../Section.tsx';
import { messages } from './messages.ts';
import { SessionRow } from './SessionRow.tsx';
import { refreshSessions } from './sessions.ts';

export function Sessions() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const sessions = useQuery(trpc.session.list.queryOptions());
  const endOthers = useMutation(
    trpc.session.revokeOthers.mutationOptions({
      onSuccess: () => toast(t('others-ended'), { tone: 'success' }),
      onError: (error) => toast(sentence(error), { tone: 'danger' }),
      onSettled: refreshSessions,
    }),
  );
  const items = sessions.data?.items ?? [];
  // The one at hand first, wherever it is among those used of late.
  const ordered = items.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <Section
      title={t('sessions')}
      text={t('sessions-text')}
      action={
        items.length > 1 && (
          <Button busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('end-others')}
          </Button>
        )
      }
    >
      {sessions.isPending && <RowsSkeleton rows={2} />}
      <ErrorNote error={sessions.error} retry={() => void sessions.refetch()} />
      {ordered.length > 0 && (
        <Rows label={t('sessions')}>
          {ordered.map((session) => (
            <SessionRow key={session.sessionId} session={session} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

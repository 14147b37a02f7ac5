import { useQuery } from '@tanstack/react-query';
import { Monitor, X } from 'lucide-react';
import { api, queryClient, trpc } from '../../api/client.ts';
import { formatAgo, formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { Badge, Button, ErrorNote, IconButton, Skeleton, toast, useSentence } from '../../ui/index.ts';
import { readAgent } from './agent.ts';
import { messages } from './messages.ts';
import { Section } from './Section.tsx';

/** Where the person is signed in, with the means to end it. */
export function Sessions() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const query = useQuery(trpc.session.list.queryOptions());
  const sessions = query.data?.items;
  const ending = async (work: () => Promise<void>, told: string): Promise<void> => {
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: trpc.session.list.queryKey() });
      toast(told);
    } catch (error) {
      toast(t('failed', { detail: sentence(error) }), { tone: 'danger' });
    }
  };
  const nameOf = (agent: string | null): string => {
    const read = readAgent(agent);
    if (read === null) return agent?.slice(0, 40) ?? t('unknownBrowser');
    return read.system === null ? read.browser : t('on', { browser: read.browser, system: read.system });
  };
  return (
    <Section
      title={t('sessions')}
      action={
        sessions !== undefined &&
        sessions.length > 1 && (
          <Button
            onClick={() => void ending(async () => await api.session.revokeOthers.mutate(), t('othersEnded'))}
          >
            {t('endOthers')}
          </Button>
        )
      }
    >
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-16" />}
      {sessions !== undefined && (
        <ul className="rounded-lg border border-line bg-surface">
          {sessions.map(({ sessionId, current, lastSeenAt, createdAt, address, agent }) => {
            const name = nameOf(agent);
            return (
              <li
                key={sessionId}
                className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
              >
                <Monitor aria-hidden className="size-4 shrink-0 text-ink-3" />
                <div className="min-w-0 flex-1">
                  <p className="flex items-center gap-1.5 truncate font-medium" title={agent ?? undefined}>
                    {name}
                    {current && <Badge>{t('thisOne')}</Badge>}
                  </p>
                  <p className="truncate text-sm text-ink-2" title={formatMoment(createdAt)}>
                    {[t('seen', { ago: formatAgo(lastSeenAt) }), address]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </p>
                </div>
                {!current && (
                  <IconButton
                    icon={X}
                    size="sm"
                    label={t('endSession', { name })}
                    onClick={() =>
                      void ending(
                        async () => await api.session.revoke.mutate({ sessionId }),
                        t('sessionEnded'),
                      )
                    }
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

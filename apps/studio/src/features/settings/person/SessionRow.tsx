import { useMutation } from '@tanstack/react-query';
import { LogOut, Monitor, Smartphone, SquareTerminal } from 'lucide-react';
import { trpc } from '../../../api/client.ts';
import { signOut } from '../../../shell/index.ts';
import { formatAgo, formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Badge, Button, toast, useSentence } from '../../../ui/index.ts';
import { ROW } from '../Rows.tsx';
import { agentOf, type Agent } from './agent.ts';
import { messages } from './messages.ts';
import { refreshSessions, type SessionItem } from './sessions.ts';

const IN_HAND = new Set(['iPhone', 'iPad', 'Android']);
const iconOf = ({ system }: Agent) =>
  system === null ? SquareTerminal : IN_HAND.has(system) ? Smartphone : Monitor;

export function SessionRow({ session }: { readonly session: SessionItem }) {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { sessionId, current, createdAt, lastSeenAt, address } = session;
  const end = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: () => toast(t('ended'), { tone: 'success' }),
      onError: (error) => toast(sentence(error), { tone: 'danger' }),
      onSettled: refreshSessions,
    }),
  );
  const agent = agentOf(session.agent);
  const Icon = iconOf(agent);
  const name =
    agent.browser !== null && agent.system !== null
      ? t('on', { browser: agent.browser, system: agent.system })
      : (agent.browser ?? agent.system ?? t('unknown-agent'));
  return (
    <li className={ROW}>
      <Icon aria-hidden className="size-5 shrink-0 text-ink-3" />
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate font-medium" title={session.agent ?? undefined}>
            {name}
          </span>
          {current && <Badge tone="succeeded">{t('this-one')}</Badge>}
        </p>
        <p className="text-sm text-ink-2">
          {[
            t('seen', { when: formatAgo(lastSeenAt) }),
            t('since', { when: formatMoment(createdAt) }),
            address ?? t('no-address'),
          ].join(' · ')}
        </p>
      </div>
      {current ? (
        <Button
          icon={LogOut}
          onClick={() => void signOut().catch((error: unknown) => toast(sentence(error), { tone: 'danger' }))}
        >
          {t('sign-out')}
        </Button>
      ) : (
        <Button
          aria-label={t('end', { name })}
          busy={end.isPending}
          onClick={() => end.mutate({ sessionId })}
        >
          {t('end-button')}
        </Button>
      )}
    </li>
  );
}

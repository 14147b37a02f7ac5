import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { api, queryClient, trpc } from '../../api/client.ts';
import { byCursor, itemsOf } from '../../api/pages.ts';
import { useRoleWords, useWorkspace } from '../../app/index.ts';
import { formatAgo, formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import {
  Button,
  Code,
  ConfirmDialog,
  EmptyState,
  ErrorNote,
  LoadMore,
  Skeleton,
  toast,
  useSentence,
} from '../../ui/index.ts';
import { messages } from './messages.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { Section } from './Section.tsx';

const HEADER = 'authorization: Bearer <key>';

interface Key {
  readonly keyId: string;
  readonly name: string;
}

export function KeysTab() {
  const t = useMessages(messages);
  const word = useRoleWords();
  const sentence = useSentence();
  const { workspaceId, can } = useWorkspace();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const mayRead = can('key:read');
  const query = useInfiniteQuery(
    trpc.keys.list.infiniteQueryOptions({ workspaceId }, { ...byCursor, enabled: mayRead }),
  );
  if (!mayRead) return <Section title={t('tab-keys')} text={t('keysReader')} />;
  const keys = itemsOf(query.data);
  const revoke = async ({ keyId, name }: Key): Promise<void> => {
    setRevoking(null);
    try {
      await api.keys.revoke.mutate({ workspaceId, keyId });
      await queryClient.invalidateQueries({ queryKey: trpc.keys.list.pathKey() });
      toast(t('revoked', { name }));
    } catch (error) {
      toast(t('failed', { detail: sentence(error) }), { tone: 'danger' });
    }
  };
  const newKey = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t('newKey')}
    </Button>
  );
  return (
    <Section title={t('tab-keys')} text={t('keysText')} action={keys?.length === 0 ? undefined : newKey}>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-24" />}
      {keys?.length === 0 && (
        <EmptyState icon={KeyRound} title={t('noKeys')} text={t('noKeysText')} action={newKey} />
      )}
      {keys !== undefined && keys.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {keys.map((key) => (
            <li
              key={key.keyId}
              className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
            >
              <KeyRound aria-hidden className="size-4 shrink-0 text-ink-3" />
              <div className="min-w-0 flex-1">
                <p className="flex items-baseline gap-2 truncate font-medium">
                  {key.name}
                  <Code>{`${key.start}…`}</Code>
                </p>
                <p className="truncate text-sm text-ink-2">
                  {t('keyLine', {
                    role: word(key.role).name,
                    name: key.madeBy.name,
                    ago: formatAgo(key.createdAt),
                  })}
                  {key.expiresAt !== null &&
                    ` · ${t('expires', { when: formatMoment(key.expiresAt, { timeStyle: undefined }) })}`}
                </p>
              </div>
              {can('key:change') && (
                <Button
                  size="sm"
                  aria-label={t('revokeKey', { name: key.name })}
                  onClick={() => setRevoking(key)}
                >
                  {t('revoke')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <LoadMore query={query} />
      <p className="text-sm text-ink-2">{t('keysHow', { header: HEADER })}</p>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking !== null && (
        <ConfirmDialog
          title={t('revokeTitle', { name: revoking.name })}
          text={t('revokeText')}
          action={t('revoke')}
          onConfirm={() => void revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </Section>
  );
}

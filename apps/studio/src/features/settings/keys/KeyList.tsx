import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatAgo, formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { Button, Code, EmptyState, ErrorNote, IconButton, LoadMore } from '../../../ui/index.ts';
import { ROW, Rows } from '../Rows.tsx';
import { RowsSkeleton } from '../RowsSkeleton.tsx';
import { Section } from '../Section.tsx';
import { KeyExample } from './KeyExample.tsx';
import { MadeKey, type Made } from './MadeKey.tsx';
import { messages } from './messages.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { RevokeKeyDialog } from './RevokeKeyDialog.tsx';
import { useScopeWords } from './scopes.ts';
import { useKeys, type KeyItem } from './useKeys.ts';

type Doing = { readonly kind: 'making' } | { readonly kind: 'revoking'; readonly key: KeyItem };

export function KeyList() {
  const t = useMessages(messages);
  const { keys, query } = useKeys();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const stop = () => setDoing(null);
  return (
    <Section
      title={t('keys')}
      text={t('keys-text')}
      action={
        <Button variant="primary" icon={Plus} onClick={() => setDoing({ kind: 'making' })}>
          {t('new')}
        </Button>
      }
    >
      {made !== null && <MadeKey key={made.keyId} made={made} onStored={() => setMade(null)} />}
      {query.isPending && <RowsSkeleton rows={2} />}
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {query.isSuccess && keys.length === 0 && made === null && (
        <EmptyState icon={KeyRound} title={t('none')} text={t('none-text')} action={<KeyExample />} />
      )}
      {keys.length > 0 && (
        <Rows label={t('keys')}>
          {keys.map((key) => (
            <KeyRow key={key.keyId} item={key} onRevoke={() => setDoing({ kind: 'revoking', key })} />
          ))}
        </Rows>
      )}
      <LoadMore query={query} />
      {doing?.kind === 'making' && <NewKeyDialog onMade={setMade} onClose={stop} />}
      {doing?.kind === 'revoking' && <RevokeKeyDialog item={doing.key} onClose={stop} />}
    </Section>
  );
}

function KeyRow({ item, onRevoke }: { readonly item: KeyItem; readonly onRevoke: () => void }) {
  const t = useMessages(messages);
  const words = useScopeWords();
  const { name, start, scopes, madeBy, createdAt, expiresAt } = item;
  return (
    <li className={ROW}>
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          <Code>{`${start}…`}</Code>
        </p>
        <p className="truncate text-sm text-ink-2">
          {t('by', { scopes: words(scopes), name: madeBy.name, when: formatAgo(createdAt) })}
        </p>
      </div>
      <span
        className="text-sm text-ink-2"
        title={expiresAt === null ? undefined : formatMoment(expiresAt, { timeStyle: undefined })}
      >
        {expiresAt === null ? t('forever') : t('ends', { when: formatAgo(expiresAt) })}
      </span>
      <IconButton icon={Trash2} label={t('revoke', { name })} onClick={onRevoke} />
    </li>
  );
}

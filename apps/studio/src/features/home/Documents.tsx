import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FileText, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { trpc } from '../../api/client.ts';
import { byCursor, itemsOf } from '../../api/pages.ts';
import { useQueryParam, useWorkspace } from '../../shell/index.ts';
import { LIVE_MS } from '../../run-table/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, EmptyState, ErrorNote, Input, LoadMore, Skeleton, useSettled } from '../../ui/index.ts';
import { DocumentRow } from './DocumentRow.tsx';
import { messages } from './messages.ts';
import { useDocumentActions } from './useDocumentActions.ts';

/** Documents of the workspace, changed last first. */
export function Documents({ begin }: { readonly begin: ReactNode }) {
  const t = useMessages(messages);
  const { workspaceId, can } = useWorkspace();
  const [q, setQ] = useQueryParam('q');
  const asked = useSettled(q.trim());
  const actions = useDocumentActions();
  const query = useInfiniteQuery(
    trpc.documents.list.infiniteQueryOptions(
      { workspaceId, ...(asked !== '' && { q: asked }) },
      {
        ...byCursor,
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) =>
          itemsOf(state.data)?.some(({ lastRun }) => lastRun?.status === 'running') === true
            ? LIVE_MS
            : false,
      },
    ),
  );
  const documents = itemsOf(query.data);
  const nothing = documents?.length === 0;
  return (
    <section aria-label={t('recent')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="flex-1 text-lg font-semibold">{t('recent')}</h2>
        {(asked !== '' || !nothing) && (
          <div className="w-60">
            <Input
              icon={Search}
              type="search"
              maxLength={200}
              value={q}
              placeholder={t('search')}
              aria-label={t('search')}
              onChange={({ target }) => setQ(target.value)}
            />
          </div>
        )}
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-48" />}
      {nothing && asked === '' && (
        <EmptyState
          icon={FileText}
          title={t('none')}
          text={t(can('document:create') ? 'noneText' : 'noneReader')}
          action={begin}
        />
      )}
      {nothing && asked !== '' && (
        <EmptyState
          icon={Search}
          title={t('noMatch', { query: asked })}
          text={t('noMatchText')}
          action={<Button onClick={() => setQ('')}>{t('clear')}</Button>}
        />
      )}
      {documents !== undefined && documents.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {documents.map((document) => (
            <DocumentRow key={document.documentId} document={document} actions={actions} />
          ))}
        </ul>
      )}
      <LoadMore query={query} />
    </section>
  );
}

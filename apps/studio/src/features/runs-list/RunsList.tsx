import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useLocation } from 'wouter';
import { trpc } from '../../api/client.ts';
import { byCursor, itemsOf } from '../../api/pages.ts';
import { Page, paths, useQueryParam, useWorkspace } from '../../shell/index.ts';
import { isOver, SHOWN_RUN_STATUSES } from '@weft/engine/observe';
import { LIVE_MS, RunTable } from '../../run-table/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, EmptyState, ErrorNote, LoadMore, Select, Skeleton, useStatusWord } from '../../ui/index.ts';
import { messages } from './messages.ts';

const ANY = 'any';

export function RunsList() {
  const t = useMessages(messages);
  const word = useStatusWord();
  const { workspaceId, slug } = useWorkspace();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useQueryParam('status');
  const status = SHOWN_RUN_STATUSES.find((each) => each === asked);
  const query = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(
      { workspaceId, ...(status !== undefined && { status }) },
      {
        ...byCursor,
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) =>
          itemsOf(state.data)?.some((run) => !isOver(run.status)) === true ? LIVE_MS : false,
      },
    ),
  );
  const runs = itemsOf(query.data);
  return (
    <Page
      title={t('title')}
      text={t('text')}
      actions={
        <Select
          label={t('status')}
          className="w-40"
          value={status ?? ANY}
          onValueChange={(value) => setAsked(value === ANY ? '' : value)}
          options={[
            { value: ANY, label: t('any') },
            ...SHOWN_RUN_STATUSES.map((each) => ({ value: each, label: word(each) })),
          ]}
        />
      }
    >
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-64" />}
      {runs !== undefined && runs.length > 0 && <RunTable runs={runs} />}
      {runs?.length === 0 && status === undefined && (
        <EmptyState
          icon={Play}
          title={t('none')}
          text={t('noneText')}
          action={
            <Button variant="primary" onClick={() => navigate(paths.home(slug))}>
              {t('home')}
            </Button>
          }
        />
      )}
      {runs?.length === 0 && status !== undefined && (
        <EmptyState
          icon={Play}
          title={t('noMatch')}
          text={t('noMatchText')}
          action={<Button onClick={() => setAsked('')}>{t('showAll')}</Button>}
        />
      )}
      <LoadMore query={query} />
    </Page>
  );
}

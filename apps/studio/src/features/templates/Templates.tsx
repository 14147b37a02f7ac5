import { useQuery } from '@tanstack/react-query';
import { LayoutTemplate, Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { trpc } from '../../api/client.ts';
import { Page, useCreateDocument, useQueryParam, useWorkspace } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, EmptyState, ErrorNote, Input, Skeleton } from '../../ui/index.ts';
import { answers, type TemplateItem } from './graph.ts';
import { messages } from './messages.ts';
import { TemplateCard } from './TemplateCard.tsx';

const TemplateDialog = lazy(async () => ({ default: (await import('./TemplateDialog.tsx')).TemplateDialog }));

export function Templates() {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  const [query, setQuery] = useQueryParam('q');
  const [opened, setOpened] = useQueryParam('open');
  const { create, pending, from, error } = useCreateDocument();
  const list = useQuery(trpc.templates.list.queryOptions(undefined, { staleTime: 60_000 }));
  const all = list.data?.items;
  const found = all?.filter((template) => answers(template, query));
  const open = all?.find(({ slug }) => slug === opened);
  const using = from !== undefined && 'template' in from ? from.template : null;
  const use = ({ slug }: TemplateItem) => ({
    canUse: can('document:create'),
    busy: pending && using === slug,
    onUse: () => create({ template: slug }),
  });
  return (
    <Page
      title={t('title')}
      text={t('text')}
      actions={
        <div className="w-60">
          <Input
            icon={Search}
            type="search"
            value={query}
            placeholder={t('search')}
            aria-label={t('search')}
            onChange={({ target }) => setQuery(target.value)}
          />
        </div>
      }
    >
      <ErrorNote error={error} />
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {all?.length === 0 && <EmptyState icon={LayoutTemplate} title={t('none')} text={t('noneText')} />}
      {all !== undefined && all.length > 0 && found?.length === 0 && (
        <EmptyState
          icon={Search}
          title={t('noMatch', { query })}
          text={t('noMatchText')}
          action={<Button onClick={() => setQuery('')}>{t('clear')}</Button>}
        />
      )}
      <ul aria-busy={list.isPending} className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
        {list.isPending && [1, 2, 3].map((at) => <Skeleton key={at} className="h-72" />)}
        {found?.map((template) => (
          <TemplateCard
            key={template.slug}
            template={template}
            {...use(template)}
            onRead={() => setOpened(template.slug)}
          />
        ))}
      </ul>
      {open !== undefined && (
        <Suspense>
          <TemplateDialog template={open} {...use(open)} onClose={() => setOpened('')} />
        </Suspense>
      )}
    </Page>
  );
}

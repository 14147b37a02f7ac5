import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import { Copy, Download, Ellipsis, FileText, Trash2, Workflow } from 'lucide-react';
import { Link } from 'wouter';
import { paths, useWorkspace } from '../../shell/index.ts';
import { formatAgo, formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { ContextMenu, IconButton, isStatus, Menu, StatusBadge, type MenuItem } from '../../ui/index.ts';
import { messages } from './messages.ts';
import type { useDocumentActions } from './useDocumentActions.ts';

export type DocumentItem = inferRouterOutputs<AppRouter>['documents']['list']['items'][number];

export interface DocumentRowProps {
  readonly document: DocumentItem;
  readonly actions: ReturnType<typeof useDocumentActions>;
}

/** One document: what it is called, how large it is, how its last run went. The whole line is its link. */
export function DocumentRow({ document, actions }: DocumentRowProps) {
  const t = useMessages(messages);
  const { slug, can } = useWorkspace();
  const { documentId, title, nodes, updatedAt, createdBy, lastRun } = document;
  const name = title === '' ? t('untitled') : title;
  const items: MenuItem[] = [
    { id: 'open', label: t('open'), icon: FileText, onSelect: () => actions.open(document) },
    {
      id: 'duplicate',
      label: t('duplicate'),
      icon: Copy,
      disabled: !can('document:create'),
      onSelect: () => void actions.duplicate(document),
    },
    { id: 'export', label: t('export'), icon: Download, onSelect: () => void actions.exportFile(document) },
    'separator',
    {
      id: 'remove',
      label: t('remove'),
      icon: Trash2,
      danger: true,
      disabled: !can('document:delete'),
      onSelect: () => void actions.remove({ documentId, title: name }),
    },
  ];
  return (
    <ContextMenu items={items}>
      <li className="relative flex items-center gap-4 border-b border-line px-3 py-2 last:border-0 hover:bg-hover">
        <Workflow aria-hidden className="size-4 shrink-0 text-ink-3" />
        <div className="min-w-0 flex-1">
          <Link
            href={paths.document(slug, documentId)}
            className="block truncate rounded-sm font-medium after:absolute after:inset-0"
          >
            {name}
          </Link>
          <p className="truncate text-sm text-ink-2">
            {[t('nodes', { count: nodes }), createdBy === null ? null : t('by', { name: createdBy.name })]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </div>
        <div className="w-40 shrink-0 max-md:w-24">
          {lastRun === null ? (
            <span className="text-ink-3">{t('neverRun')}</span>
          ) : (
            <Link
              href={paths.document(slug, documentId, { run: lastRun.runId })}
              className="relative z-1 flex w-fit items-center gap-2 rounded-sm hover:underline"
            >
              {isStatus(lastRun.status) && <StatusBadge status={lastRun.status} />}
              <span className="text-sm text-ink-2 max-md:hidden">{t('run', { number: lastRun.number })}</span>
            </Link>
          )}
        </div>
        <time
          dateTime={updatedAt}
          title={formatMoment(updatedAt)}
          className="w-28 shrink-0 text-right text-sm text-ink-2 max-md:hidden"
        >
          {formatAgo(updatedAt)}
        </time>
        <div className="relative z-1">
          <Menu
            items={items}
            trigger={<IconButton icon={Ellipsis} label={t('actions', { title: name })} size="sm" />}
          />
        </div>
      </li>
    </ContextMenu>
  );
}

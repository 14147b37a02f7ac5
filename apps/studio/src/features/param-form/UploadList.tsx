import { useInfiniteQuery } from '@tanstack/react-query';
import { api, trpc } from '../../api/client.ts';
import { formatAgo, formatBytes } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { useRunsStore } from '../../runs/index.ts';
import { Button, ErrorNote, Skeleton } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** The files that people gave to the workspace, newest first. */
export function UploadList({ chosen, onChoose }: { chosen: string; onChoose: (path: string) => void }) {
  const t = useMessages(messages);
  const { workspaceId } = useRunsStore();
  // Asked for directly: tRPC's own paging sends a direction along, and lists go one way.
  const files = useInfiniteQuery({
    queryKey: [...trpc.uploads.list.queryKey(), workspaceId],
    queryFn: async ({ pageParam: cursor }) =>
      await api.uploads.list.query({ workspaceId, ...(cursor === null ? {} : { cursor }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  if (files.isPending) return <Skeleton className="h-24 w-72" />;
  if (files.isError) return <ErrorNote error={files.error} retry={() => void files.refetch()} />;
  const items = files.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="w-72 p-2 text-sm text-ink-3">{t('no-uploads')}</p>;
  return (
    <div className="w-80">
      <h3 className="px-2 py-1 text-xs font-medium text-ink-2">{t('uploads')}</h3>
      <ul className="max-h-72 overflow-auto">
        {items.map(({ path, name, bytes, createdAt }) => (
          <li key={path}>
            <button
              type="button"
              aria-pressed={path === chosen}
              onClick={() => onChoose(path)}
              className="flex w-full items-baseline gap-2 rounded-sm px-2 py-1 text-left hover:bg-hover aria-pressed:bg-selected"
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="shrink-0 text-xs text-ink-3">
                {formatBytes(bytes)} · {formatAgo(createdAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {files.hasNextPage && (
        <Button
          size="sm"
          variant="plain"
          busy={files.isFetchingNextPage}
          onClick={() => void files.fetchNextPage()}
        >
          {t('more-uploads')}
        </Button>
      )}
    </div>
  );
}

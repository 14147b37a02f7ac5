import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, queryClient } from '../../../api/client.ts';
import { useRuns, useRunsStore, type RunItem, type RunStatus } from '../../../runs/index.ts';

/** Runs of the document, newest first, page by page; it grows as runs are heard of. */
export function useRunList(status: RunStatus | null) {
  const { documentId, workspaceId } = useRunsStore();
  const heard = useRuns((state) => state.heard);
  const query = useInfiniteQuery({
    queryKey: ['run-history', workspaceId, documentId, status],
    queryFn: async ({ pageParam, signal }) =>
      await api.runs.list.query(
        {
          workspaceId,
          documentId,
          ...(status === null ? {} : { status }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  useEffect(() => {
    if (heard > 0) void queryClient.invalidateQueries({ queryKey: ['run-history', workspaceId, documentId] });
  }, [heard, workspaceId, documentId]);
  const runs: readonly RunItem[] = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { runs, query };
}

import { useInfiniteQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import { queryClient, trpc } from '../../../api/client.ts';
import { byCursor, itemsOf } from '../../../api/pages.ts';
import { useWorkspace } from '../../../shell/index.ts';

export type KeyItem = inferRouterOutputs<AppRouter>['keys']['list']['items'][number];

/** The workspace's keys that work, newest first. */
export function useKeys() {
  const { workspaceId } = useWorkspace();
  const query = useInfiniteQuery(trpc.keys.list.infiniteQueryOptions({ workspaceId }, byCursor));
  const keys: readonly KeyItem[] = itemsOf(query.data) ?? [];
  return { keys, query };
}

export const refreshKeys = async (): Promise<void> =>
  await queryClient.invalidateQueries({ queryKey: trpc.keys.list.pathKey() });

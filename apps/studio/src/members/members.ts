import { useInfiniteQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import { queryClient, trpc } from '../api/client.ts';
import { byCursor, itemsOf } from '../api/pages.ts';
import { useWorkspace } from '../shell/index.ts';
import { soleOwnerOf } from './grants.ts';

type Outputs = inferRouterOutputs<AppRouter>;
export type Member = Outputs['members']['list']['items'][number];
export type Invitation = Outputs['invitations']['list']['items'][number];

/** A hundred at a time: most workspaces are known whole after the first answer. */
const AT_ONCE = 100;

/** Who is in the workspace, in the order they joined. */
export function useMembers() {
  const { workspaceId } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.members.list.infiniteQueryOptions({ workspaceId, limit: AT_ONCE }, byCursor),
  );
  const members: readonly Member[] = itemsOf(query.data) ?? [];
  const soleOwner = soleOwnerOf(members, { complete: query.isSuccess && !query.hasNextPage });
  return { members, soleOwner, query };
}

/** Who was invited and has not come yet, newest first. Only for those who may invite. */
export function useInvitations() {
  const { workspaceId, can } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.invitations.list.infiniteQueryOptions(
      { workspaceId },
      { ...byCursor, enabled: can('member:change') },
    ),
  );
  const invitations: readonly Invitation[] = itemsOf(query.data) ?? [];
  return { invitations, query };
}

/** After somebody came, went or was invited. */
export async function refreshMembers(): Promise<void> {
  await Promise.all(
    [trpc.members.pathKey(), trpc.invitations.pathKey(), trpc.workspaces.get.pathKey()].map(
      async (queryKey) => await queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

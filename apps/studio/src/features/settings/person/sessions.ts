import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import { queryClient, trpc } from '../../../api/client.ts';

export type SessionItem = inferRouterOutputs<AppRouter>['session']['list']['items'][number];

export const refreshSessions = async (): Promise<void> =>
  await queryClient.invalidateQueries({ queryKey: trpc.session.list.pathKey() });

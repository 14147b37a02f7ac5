import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';

export type RunItem = inferRouterOutputs<AppRouter>['runs']['list']['items'][number];
export type RunStatus = RunItem['status'];

/** While something moves, the list is asked again this often. */
export const LIVE_MS = 3000;

import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';

export type RunItem = inferRouterOutputs<AppRouter>['runs']['list']['items'][number];
export type RunStatus = RunItem['status'];

/** What a run can be asked for by, in the order people look for it. */
export const RUN_STATUSES = [
  'running',
  'waiting',
  'paused',
  'failed',
  'succeeded',
  'cancelled',
] as const satisfies RunStatus[];

export const isOver = (status: RunStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** While something moves, the list is asked again this often. */
export const LIVE_MS = 3000;

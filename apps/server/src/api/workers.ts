import { listWorkers } from '../domain/workers/list.ts';
import { inWorkspace, router } from './trpc.ts';

export const workers = router({
  list: inWorkspace('worker:read').query(async ({ ctx }) => await listWorkers(ctx.deps.pool, ctx)),
});

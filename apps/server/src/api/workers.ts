import { listWorkers } from '../domain/workers/list.ts';
import { on, router } from './trpc.ts';

export const workers = router({
  list: on('workspace', 'worker:read').query(async ({ ctx }) => await listWorkers(ctx.deps.pool, ctx)),
});

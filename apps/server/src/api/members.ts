import { z } from 'zod';
import { changeMember } from '../domain/members/change.ts';
import { listMembers } from '../domain/members/list.ts';
import { WeftError } from '../errors.ts';
import { ROLES } from '../policy/actions.ts';
import { paged } from '../domain/paging.ts';
import { id, inWorkspace, router } from './trpc.ts';

export const members = router({
  list: inWorkspace('member:read', paged).query(
    async ({ ctx, input }) =>
      await listMembers(ctx.deps.pool, {
        workspaceId: ctx.workspaceId,
        cursor: input.cursor,
        limit: input.limit,
      }),
  ),

  setRole: inWorkspace('member:change', { userId: id, role: z.enum(ROLES) }).mutation(
    async ({ ctx, input }) => {
      const { workspaceId, userId: by } = ctx;
      await changeMember(ctx.deps.pool, { workspaceId, userId: input.userId, to: input.role, by });
    },
  ),

  remove: inWorkspace('member:change', { userId: id }).mutation(async ({ ctx, input }) => {
    const { workspaceId, userId: by } = ctx;
    await changeMember(ctx.deps.pool, { workspaceId, userId: input.userId, to: null, by });
  }),

  leave: inWorkspace('workspace:read').mutation(async ({ ctx }) => {
    // A key is of the workspace: it cannot take its maker out of it.
    if (ctx.identity.kind !== 'person') throw new WeftError('forbidden');
    const { workspaceId, userId } = ctx;
    await changeMember(ctx.deps.pool, { workspaceId, userId, to: null, by: userId });
  }),
});

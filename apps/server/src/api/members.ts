import { z } from 'zod';
import { changeMember, leaveWorkspace } from '../domain/members/change.ts';
import { listMembers } from '../domain/members/list.ts';
import { ROLES } from '../policy/actions.ts';
import { paged } from '../domain/paging.ts';
import { on, router } from './trpc.ts';

export const members = router({
  list: on('workspace', 'member:read', paged).query(
    async ({ ctx, input }) =>
      await listMembers(ctx.deps.pool, {
        workspaceId: ctx.workspaceId,
        cursor: input.cursor,
        limit: input.limit,
      }),
  ),

  setRole: on('member', 'member:change', { role: z.enum(ROLES) }).mutation(async ({ ctx, input }) => {
    const { workspaceId, identity } = ctx;
    await changeMember(ctx.deps.pool, {
      workspaceId,
      userId: input.userId,
      to: input.role,
      by: identity.userId,
    });
  }),

  remove: on('member', 'member:change').mutation(async ({ ctx, input }) => {
    const { workspaceId, identity } = ctx;
    await changeMember(ctx.deps.pool, { workspaceId, userId: input.userId, to: null, by: identity.userId });
  }),

  leave: on('membership', 'member:leave').mutation(async ({ ctx }) => {
    await leaveWorkspace(ctx.deps.pool, ctx);
  }),
});

import { z } from 'zod';
import { listKeys } from '../domain/keys/list.ts';
import { revokeKey } from '../domain/keys/revoke.ts';
import { WeftError } from '../errors.ts';
import { SCOPES } from '../policy/scopes.ts';
import { paged } from '../domain/paging.ts';
import { on, router } from './trpc.ts';

export const keys = router({
  list: on('workspace', 'key:read', paged).query(
    async ({ ctx, input }) =>
      await listKeys(ctx.deps.pool, {
        workspaceId: ctx.workspaceId,
        cursor: input.cursor,
        limit: input.limit,
      }),
  ),

  create: on('workspace', 'key:change', {
    name: z.string().trim().min(1).max(32),
    /** What it may do, by groups (`run`) or single actions (`run:start`). */
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    expiresInDays: z.int().min(1).max(3650).optional(),
  }).mutation(async ({ ctx, input }) => {
    const { workspaceId, userId } = ctx;
    const { name, scopes, expiresInDays = null } = input;
    return await ctx.deps.accounts.makeKey({ userId, workspaceId, scopes, name, expiresInDays });
  }),

  revoke: on('key', 'key:change').mutation(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    const found = await revokeKey(ctx.deps.pool, { workspaceId, keyId: input.keyId });
    if (!found) throw new WeftError('not_found');
  }),
});

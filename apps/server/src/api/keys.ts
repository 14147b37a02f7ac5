import { z } from 'zod';
import { listKeys } from '../domain/keys/list.ts';
import { revokeKey } from '../domain/keys/revoke.ts';
import { WeftError } from '../errors.ts';
import { paged } from '../domain/paging.ts';
import { id, inWorkspace, router } from './trpc.ts';

/** Roles a key can have: programs do not manage members, and reviewing is for people. */
const KEY_ROLES = ['editor', 'operator', 'viewer'] as const;

export const keys = router({
  list: inWorkspace('key:read', paged).query(
    async ({ ctx, input }) =>
      await listKeys(ctx.deps.pool, {
        workspaceId: ctx.workspaceId,
        cursor: input.cursor,
        limit: input.limit,
      }),
  ),

  create: inWorkspace('key:change', {
    name: z.string().trim().min(1).max(32),
    role: z.enum(KEY_ROLES),
    expiresInDays: z.int().min(1).max(3650).optional(),
  }).mutation(async ({ ctx, input }) => {
    const { workspaceId, userId } = ctx;
    const { name, role, expiresInDays = null } = input;
    return await ctx.deps.accounts.makeKey({ userId, workspaceId, role, name, expiresInDays });
  }),

  revoke: inWorkspace('key:change', { keyId: id }).mutation(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    const found = await revokeKey(ctx.deps.pool, { workspaceId, keyId: input.keyId });
    if (!found) throw new WeftError('not_found');
  }),
});

import { z } from 'zod';
import { createWorkspace } from '../domain/workspaces/create.ts';
import { getWorkspace } from '../domain/workspaces/get.ts';
import { renameWorkspace } from '../domain/workspaces/rename.ts';
import { WeftError } from '../errors.ts';
import { workspaceName } from '../identity/fields.ts';
import { inTransaction } from '@weft/db';
import { roleIn } from '../policy/decide.ts';
import { inWorkspace, router, signedIn } from './trpc.ts';

export const workspaces = router({
  create: signedIn.input(z.strictObject({ name: workspaceName })).mutation(async ({ ctx, input }) => ({
    workspaceId: await inTransaction(
      ctx.deps.pool,
      async (tx) => await createWorkspace(tx, { ownerId: ctx.userId, name: input.name }),
    ),
  })),

  rename: inWorkspace('workspace:change', { name: workspaceName }).mutation(async ({ ctx, input }) => {
    await renameWorkspace(ctx.deps.pool, { workspaceId: ctx.workspaceId, name: input.name });
  }),

  get: inWorkspace('workspace:read').query(async ({ ctx }) => {
    const { workspaceId, identity } = ctx;
    const found = await ctx.tenant(async (tx) => await getWorkspace(tx, workspaceId));
    const role = roleIn(identity, workspaceId);
    if (found === null || role === undefined) throw new WeftError('not_found');
    return { workspaceId, ...found, role };
  }),
});

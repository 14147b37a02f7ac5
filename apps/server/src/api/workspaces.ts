import { createWorkspace } from '../domain/workspaces/create.ts';
import { getWorkspace } from '../domain/workspaces/get.ts';
import { renameWorkspace } from '../domain/workspaces/rename.ts';
import { WeftError } from '../errors.ts';
import { workspaceName } from '../identity/fields.ts';
import { inTransaction } from '@weft/db';
import { actionsIn, roleIn } from '../policy/decide.ts';
import { on, router } from './trpc.ts';

export const workspaces = router({
  create: on('person', 'workspace:create', { name: workspaceName }).mutation(async ({ ctx, input }) => ({
    workspaceId: await inTransaction(
      ctx.deps.pool,
      async (tx) => await createWorkspace(tx, { ownerId: ctx.userId, name: input.name }),
    ),
  })),

  rename: on('workspace', 'workspace:change', { name: workspaceName }).mutation(async ({ ctx, input }) => {
    await renameWorkspace(ctx.deps.pool, { workspaceId: ctx.workspaceId, name: input.name });
  }),

  get: on('workspace', 'workspace:read').query(async ({ ctx }) => {
    const { workspaceId, identity } = ctx;
    const found = await ctx.tenant(async (tx) => await getWorkspace(tx, workspaceId));
    const role = roleIn(identity, workspaceId);
    if (found === null || role === undefined) throw new WeftError('not_found');
    return { workspaceId, ...found, role, actions: actionsIn(identity, workspaceId) };
  }),
});

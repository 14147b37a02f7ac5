import { z } from 'zod';
import { acceptInvitation } from '../domain/invitations/accept.ts';
import { cancelInvitation } from '../domain/invitations/cancel.ts';
import { createInvitation } from '../domain/invitations/create.ts';
import { linkOf, listInvitations } from '../domain/invitations/list.ts';
import { previewInvitation } from '../domain/invitations/preview.ts';
import { WeftError } from '../errors.ts';
import { email } from '../identity/fields.ts';
import { ROLES } from '../policy/actions.ts';
import { roleIn } from '../policy/decide.ts';
import { paged } from '../domain/paging.ts';
import { id, on, router } from './trpc.ts';

/** Whoever reads invitations could use them, so only those who may invite see the list. */
export const invitations = router({
  list: on('workspace', 'member:change', paged).query(
    async ({ ctx, input }) =>
      await listInvitations(ctx.deps.pool, {
        workspaceId: ctx.workspaceId,
        baseUrl: ctx.deps.accounts.baseUrl,
        cursor: input.cursor,
        limit: input.limit,
      }),
  ),

  create: on('workspace', 'member:change', { email, role: z.enum(ROLES) }).mutation(
    async ({ ctx, input }) => {
      const { workspaceId, userId, identity, deps } = ctx;
      const invitationId = await createInvitation(deps.pool, {
        workspaceId,
        email: input.email,
        role: input.role,
        inviterId: userId,
        invitersRole: roleIn(identity, workspaceId)!,
      });
      return { invitationId, link: linkOf(deps.accounts.baseUrl, invitationId) };
    },
  ),

  cancel: on('invitation', 'member:change').mutation(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    const found = await cancelInvitation(ctx.deps.pool, { workspaceId, invitationId: input.invitationId });
    if (!found) throw new WeftError('not_found');
  }),

  preview: on('installation', 'invitation:preview', { invitationId: id }).query(async ({ ctx, input }) => {
    const found = await previewInvitation(ctx.deps.pool, input.invitationId);
    if (found === null) throw new WeftError('not_found');
    return found;
  }),

  accept: on('person', 'invitation:accept', { invitationId: id }).mutation(async ({ ctx, input }) => {
    const { invitationId } = input;
    const { email: own } = ctx.identity;
    return {
      workspaceId: await acceptInvitation(ctx.deps.pool, { invitationId, userId: ctx.userId, email: own }),
    };
  }),
});

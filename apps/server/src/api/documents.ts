import { CLOSE } from '@weft/engine/live';
import { z } from 'zod';
import { blameDocument, listEdits } from '../domain/documents/blame.ts';
import { createDocument } from '../domain/documents/create.ts';
import { duplicateDocument } from '../domain/documents/duplicate.ts';
import { exportDocument } from '../domain/documents/exportFile.ts';
import { getDocument } from '../domain/documents/get.ts';
import { listDocuments } from '../domain/documents/list.ts';
import { setDeleted } from '../domain/documents/remove.ts';
import { listVersions, readVersion } from '../domain/documents/versions.ts';
import { actionsIn, roleIn } from '../policy/decide.ts';
import { paged } from '../domain/paging.ts';
import { on, router } from './trpc.ts';

const title = z.string().trim().min(1).max(200);
const from = z.union([
  z.strictObject({ template: z.string().max(64) }),
  z.strictObject({ content: z.unknown() }),
]);

export const documents = router({
  list: on('workspace', 'document:read', { ...paged, q: z.string().trim().max(200).optional() }).query(
    async ({ ctx, input }) => await ctx.tenant(async (tx) => await listDocuments(tx, input)),
  ),

  get: on('document', 'document:read').query(async ({ ctx }) => {
    const { workspaceId, documentId } = ctx;
    const role = roleIn(ctx.identity, workspaceId)!;
    const document = await ctx.tenant(async (tx) => await getDocument(tx, { workspaceId, documentId }));
    return { ...document, role, actions: actionsIn(ctx.identity, workspaceId) };
  }),

  create: on('workspace', 'document:create', { title: title.optional(), from: from.optional() }).mutation(
    async ({ ctx, input }) => {
      const { deps, tenant, author, language } = ctx;
      return await createDocument({ ...deps, tenant }, { ...input, author, language });
    },
  ),

  duplicate: on('document', 'document:create').mutation(async ({ ctx }) => {
    const { deps, tenant } = ctx;
    return await duplicateDocument({ rooms: deps.rooms, tenant }, ctx);
  }),

  remove: on('document', 'document:delete').mutation(async ({ ctx }) => {
    const { deps, workspaceId, documentId } = ctx;
    await ctx.tenant(async (tx) => await setDeleted(tx, { workspaceId, documentId, deleted: true }));
    deps.rooms.disconnect({ documentId }, CLOSE.gone, 'the document was deleted');
    return { documentId };
  }),

  restore: on('document', 'document:delete').mutation(async ({ ctx }) => {
    const { workspaceId, documentId } = ctx;
    await ctx.tenant(async (tx) => await setDeleted(tx, { workspaceId, documentId, deleted: false }));
    return { documentId };
  }),

  export: on('document', 'document:read').query(async ({ ctx }) => await exportDocument(ctx.deps.rooms, ctx)),

  blame: on('document', 'document:read').query(
    async ({ ctx }) => await blameDocument(ctx.deps.pool, ctx.documentId),
  ),

  edits: on('document', 'document:read', paged).query(
    async ({ ctx, input }) => await listEdits(ctx.deps.pool, { ...input, documentId: ctx.documentId }),
  ),

  versions: on('document', 'document:read', paged).query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    return await ctx.tenant(async (tx) => await listVersions(tx, { ...input, workspaceId }));
  }),

  version: on('version', 'document:read').query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    return await ctx.tenant(async (tx) => await readVersion(tx, { ...input, workspaceId }));
  }),
});

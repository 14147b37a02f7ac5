import { listUploads } from '../domain/uploads/list.ts';
import { paged } from '../domain/paging.ts';
import { on, router } from './trpc.ts';

/** Giving a file is `POST /files/uploads/:workspaceId`: bytes do not travel as JSON. */
export const uploads = router({
  list: on('workspace', 'upload:read', paged).query(
    async ({ ctx, input }) => await ctx.tenant(async (tx) => await listUploads(tx, input)),
  ),
});

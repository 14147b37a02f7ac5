import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { enter } from '../api/trpc.ts';
import { openDownload } from '../domain/artifacts/download.ts';
import { workspaceOfRun } from '../domain/artifacts/findOutput.ts';
import { contentDisposition } from './contentDisposition.ts';
import { contextOf } from './context.ts';
import { ROUTES } from './routes.ts';
import { segments } from './segments.ts';

/** Outputs of steps as files. The right to the bytes comes through the run: a hash alone opens nothing. */
export async function downloads(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const { path, access } = ROUTES.download;
  app.get(path, async (request, reply) => {
    const ctx = await contextOf(deps, request, reply);
    await deps.limiters.spend(ctx, 'query');
    // Somebody unknown is told to sign in, whatever they asked for.
    if (ctx.identity.kind === 'anonymous') enter(ctx, access, null);
    const asked = segments(request, ['runId', 'nodeId', 'port', 'as', 'file']);
    const { workspaceId, engine, tenant } = enter(ctx, access, await workspaceOfRun(deps.pool, asked.runId));
    const { name, type, content } = await openDownload({ tenant, engine }, { ...asked, workspaceId });
    return await reply
      .type(type)
      .header('content-disposition', contentDisposition(name))
      .header('cache-control', 'private, no-store')
      // Whatever it is, it runs no script and reaches nothing of ours when a browser shows it.
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(content);
  });
}

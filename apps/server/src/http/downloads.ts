import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { openDownload } from '../domain/artifacts/download.ts';
import { contentDisposition } from './contentDisposition.ts';
import { ROUTES } from './routes.ts';
import { serve } from './serve.ts';

/** Outputs of steps as files. The right to the bytes comes through the run: a hash alone opens nothing. */
export async function downloads(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  serve(app, deps, {
    route: ROUTES.download,
    parts: ['runId', 'nodeId', 'port', 'as', 'file'],
    counts: 'query',
    async handle({ ctx: { workspaceId, engine, tenant }, parts }, _request, reply) {
      const { name, type, content } = await openDownload({ tenant, engine }, { ...parts, workspaceId });
      return await reply
        .type(type)
        .header('content-disposition', contentDisposition(name))
        .header('cache-control', 'private, no-store')
        // Whatever it is, it runs no script and reaches nothing of ours when a browser shows it.
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(content);
    },
  });
}

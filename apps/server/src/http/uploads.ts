import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Context, WorkspaceContext } from '../api/context.ts';
import type { Deps } from '../deps.ts';
import { enter } from '../api/trpc.ts';
import { storeUpload } from '../domain/uploads/store.ts';
import { WeftError } from '../errors.ts';
import { contextOf } from './context.ts';
import { ROUTES } from './routes.ts';
import { segments } from './segments.ts';

export const DEFAULT_UPLOAD_BYTES = 1 << 30;
const BYTES = 'application/octet-stream';

/**
 * Files that people give: the body is the file, as it is. Who they are and whether they may is settled before a byte of it
 * is read; then it streams to the store, however large it is.
 */
export async function uploads(
  app: FastifyInstance,
  { deps, limit }: { deps: Deps; limit: number },
): Promise<void> {
  const admitted = new WeakMap<FastifyRequest, { ctx: WorkspaceContext; name: string }>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload));

  app.addHook('onRequest', async (request, reply) => {
    const ctx: Context = await contextOf(deps, request, reply);
    const { access } = ROUTES.upload;
    if (ctx.identity.kind === 'anonymous') enter(ctx, access, null);
    await deps.limiters.spend(ctx, 'mutation');
    const { workspaceId, name } = segments(request, ['workspaceId', 'name']);
    admitted.set(request, { ctx: enter(ctx, access, workspaceId), name });
    if (request.headers['content-type'] !== BYTES) throw new WeftError('wrong_type', { expected: BYTES });
    if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  });

  app.post(ROUTES.upload.path, { bodyLimit: limit }, async (request) => {
    const { ctx, name } = admitted.get(request)!;
    const { tenant, workspaceId, userId } = ctx;
    return await storeUpload(
      { tenant, engine: deps.engine },
      {
        workspaceId,
        userId,
        name,
        content: request.body as Readable,
        limit,
        tooLarge: () => tooLarge(limit),
      },
    );
  });
}

const tooLarge = (limit: number): WeftError =>
  new WeftError('too_large', { limit: `${Math.floor(limit / 2 ** 20)} MiB` });

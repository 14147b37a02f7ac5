import { isDatabaseAway } from '@weft/engine';
import { TRPCError } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { appRouter } from '../api/router.ts';
import { WeftError } from '../errors.ts';
import { contextOf } from './context.ts';
import { ROUTES } from './routes.ts';

/** Room for a large document that is imported. */
const BODY_BYTES = 16 << 20;
const BATCH = 100;

/**
 * tRPC, by its request handler and not by its plugin: the plugin answers to every method and takes form data, and all that
 * we want is GET, and POST of JSON.
 */
export async function procedures(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_BYTES },
    (_request, body, done) => done(null, body),
  );
  endStreams(app);
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { path } = request.params as { path: string };
    reply.header('cache-control', 'no-store');
    await fastifyRequestHandler({
      router: appRouter,
      req: request,
      res: reply,
      path,
      maxBatchSize: BATCH,
      createContext: async () =>
        await contextOf(deps, request, reply).catch((error: unknown) => {
          throw noContext(request, error);
        }),
    });
  };
  app.get(ROUTES.query.path, handler);
  app.post(ROUTES.mutate.path, { bodyLimit: BODY_BYTES }, handler);
}

/** Without a context tRPC knows neither the id of the request nor that it may be a matter of waiting: said here. */
function noContext(request: FastifyRequest, error: unknown): TRPCError {
  if (isDatabaseAway(error))
    return new TRPCError({
      code: 'SERVICE_UNAVAILABLE',
      cause: new WeftError('unavailable', {}, { cause: error }),
    });
  request.log.error({ err: error }, 'request failed');
  const { id: requestId } = request;
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    cause: new WeftError('internal', { requestId }, { cause: error }),
  });
}

/** Subscriptions last as long as their subscriber: closing would wait for them. They come back by themselves. */
function endStreams(app: FastifyInstance): void {
  const open = new Set<FastifyReply>();
  app.addHook('onSend', async (_request, reply, payload) => {
    const type = payload instanceof Response ? payload.headers.get('content-type') : null;
    if (type?.startsWith('text/event-stream') !== true) return;
    open.add(reply);
    reply.raw.once('close', () => open.delete(reply));
  });
  app.addHook('preClose', async () => {
    for (const reply of open) reply.raw.destroy();
  });
}

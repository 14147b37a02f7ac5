import type { FastifyInstance } from 'fastify';
import type { Readable } from 'node:stream';
import type { Deps } from '../deps.ts';
import { storeUpload } from '../domain/uploads/store.ts';
import { WeftError } from '../errors.ts';
import { ROUTES } from './routes.ts';
import { serve } from './serve.ts';

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
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload));
  serve(app, deps, {
    route: ROUTES.upload,
    parts: ['workspaceId', 'name'],
    counts: 'mutation',
    bodyLimit: limit,
    check({ headers }) {
      if (headers['content-type'] !== BYTES) throw new WeftError('wrong_type', { expected: BYTES });
      if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
    },
    async handle({ ctx: { tenant, workspaceId, userId }, parts: { name } }, request) {
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
    },
  });
}

const tooLarge = (limit: number): WeftError =>
  new WeftError('too_large', { limit: `${Math.floor(limit / 2 ** 20)} MiB` });

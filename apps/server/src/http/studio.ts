import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sep } from 'node:path';
import { WeftError } from '../errors.ts';
import { refuse } from './refusals.ts';

/**
 * The built studio. Files under /assets carry a hash of their content in their names and are kept for ever; the page that
 * names them is asked for each time. Addresses of the studio are the page: it finds its way itself.
 */
export async function studio(app: FastifyInstance, { folder }: { folder: string | null }): Promise<void> {
  if (folder !== null)
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      dotfiles: 'deny',
      index: 'index.html',
      cacheControl: false,
      setHeaders: (reply, path) => {
        const kept = path.includes(`${sep}assets${sep}`);
        reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler(async (request, reply) => {
    const { method, url, headers } = request;
    const isPage =
      (method === 'GET' || method === 'HEAD') &&
      !/^\/(api|files|assets)(\/|$)/.test(url) &&
      headers.accept?.includes('text/html') === true;
    if (folder === null || !isPage) return await refuse(request, reply, new WeftError('not_found'));
    return await reply.sendFile('index.html');
  });
}

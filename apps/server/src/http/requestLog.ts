import type { FastifyInstance, FastifyRequest } from 'fastify';

const PROBES = new Set(['/healthz', '/readyz']);

/** Who a request turned out to be from, for its line in the log. */
const people = new WeakMap<FastifyRequest, string>();
export const isFrom = (request: FastifyRequest, userId: string): void => void people.set(request, userId);

/**
 * One JSON line for each request: id, person, route, status, milliseconds. The route and not the address, since an
 * address may carry a secret; never a body, a cookie or a key. Probes are left out: they come for ever and would hide
 * everything else.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    if (PROBES.has(route)) return;
    const { path } = request.params as { path?: string };
    request.log.info(
      {
        person: people.get(request),
        method: request.method,
        route,
        // Names of procedures only: what they were given stands in the query string.
        ...(route.startsWith('/api/trpc/') ? { procedures: path?.slice(0, 500) } : {}),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
}

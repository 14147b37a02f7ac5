/** How addresses of ROUTES that need a right are registered: the guard runs before a byte of the body is read. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../api/context.ts';
import type { Deps } from '../deps.ts';
import { KINDS, type Kind } from '../objects/kinds.ts';
import { reach, refuseUnseen, type Guard, type NamesOf, type Reached } from '../objects/reach.ts';
import { contextOf } from './context.ts';
import { ROUTES, type Route } from './routes.ts';
import { segments, type Segment } from './segments.ts';

/** Whoever was let in, to what, and the parsed parts of the address. */
export interface Admitted<K extends Kind, N extends Segment> {
  readonly ctx: Context & Reached<K>;
  readonly parts: ReturnType<typeof segments<N>>;
}

export interface Serving<K extends Kind, N extends Segment> {
  readonly route: Route & { readonly method: 'GET' | 'POST'; readonly guard: Guard<K> };
  /** The parts of the address and its query. */
  readonly parts: readonly N[];
  /** Which limit it counts against. */
  readonly counts: 'query' | 'mutation';
  readonly bodyLimit?: number;
  /** Looks at the headers of a request that was let in, before its body. */
  readonly check?: (request: FastifyRequest) => void;
  readonly handle: (
    admitted: Admitted<K, N>,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<unknown>;
}

export function serve<K extends Kind, const N extends Segment>(
  app: FastifyInstance,
  deps: Deps,
  { route, parts: wanted, counts, bodyLimit, check, handle }: Serving<K, N>,
): void {
  const { guard, method, path } = route;
  const admitted = new WeakMap<FastifyRequest, Admitted<K, N>>();
  app.route({
    method,
    url: path,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    config: { guard },
    onRequest: async (request, reply) => {
      const asking = await contextOf(deps, request, reply);
      await deps.limiters.spend(asking, counts);
      refuseUnseen(asking.identity, guard.action);
      const parts = segments(request, wanted);
      const names = Object.fromEntries(
        Object.keys(KINDS[guard.kind].names).map((name) => [name, (parts as Record<string, unknown>)[name]]),
      ) as NamesOf<K>;
      admitted.set(request, { ctx: Object.assign(asking, await reach(asking, guard, names)), parts });
      check?.(request);
    },
    handler: async (request, reply) => await handle(admitted.get(request)!, request, reply),
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly guard?: Guard;
  }
}

/**
 * Makes a server that answers to an address nobody listed, or to a guarded one without its guard, fail to start.
 *
 * @throws Error
 */
export function requireListed(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      const listed = Object.values(ROUTES).find(
        (route: Route) => route.path === url && (route.method === each || (url === '/*' && each === 'HEAD')),
      );
      if (listed === undefined)
        throw new Error(`${each} ${url} is not in http/routes.ts: list it there with its guard.`);
      const open = listed.guard === 'procedures' || listed.guard.kind === 'installation';
      if (!open && config?.guard !== listed.guard)
        throw new Error(`${each} ${url} has a guard in http/routes.ts: register it with serve().`);
    }
  });
}

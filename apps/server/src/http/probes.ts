import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { readiness, type Readiness } from '../readiness.ts';
import { ROUTES } from './routes.ts';

/** `/healthz`: the process lives, else restart it. `/readyz`: it can do its work now, else send it none. */
export async function probes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.get(ROUTES.alive.path, async () => ({ status: 'ok' }));
  app.get(ROUTES.ready.path, async (_request, reply) => {
    const state = stopping ? { ready: false, reason: 'Weft is stopping' } : await stateOf(deps);
    return await reply.code(state.ready ? 200 : 503).send(state);
  });
}

async function stateOf({ pool, rooms }: Deps): Promise<Readiness> {
  const state = await readiness(pool);
  if (state.ready && !rooms.ready)
    return { ready: false, reason: 'rooms do not hear from other servers at the moment' };
  return state;
}

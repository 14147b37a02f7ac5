/** Over a real socket: cookies and headers that procedures set must survive the way through tRPC and Fastify. */
import { createTRPCClient, httpBatchStreamLink, httpLink, type TRPCLink } from '@trpc/client';
import { fastifyTRPCPlugin, type CreateFastifyContextOptions } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/testContext.ts';
import type { Context } from './context.ts';
import { session } from './session.ts';
import { router } from './trpc.ts';

const procedures = router({ session });
type Procedures = typeof procedures;

let app: TestApp;
let web: FastifyInstance;
let url: string;
beforeAll(async () => {
  app = await openTestApp({ accounts: { signUp: 'open' } });
  web = Fastify();
  await web.register(fastifyTRPCPlugin, {
    prefix: '/api/trpc',
    trpcOptions: {
      router: procedures,
      createContext: async ({ req, res }: CreateFastifyContextOptions): Promise<Context> => ({
        deps: app.deps,
        identity: await app.deps.accounts.identify(req.headers),
        language: 'en',
        requestId: req.id,
        address: req.ip,
        log: req.log,
        request: req,
        reply: res,
      }),
    },
  });
  url = `${await web.listen({ port: 0, host: '127.0.0.1' })}/api/trpc`;
});
afterAll(async () => {
  await web.close();
  await app.close();
});

function client(link: (seen: typeof fetch) => TRPCLink<Procedures>) {
  const heads: Headers[] = [];
  const api = createTRPCClient<Procedures>({
    links: [
      link(async (input, init) => {
        const response = await fetch(input, init);
        heads.push(response.headers);
        return response;
      }),
    ],
  });
  return { api, heads };
}
const single = (headers: Record<string, string> = {}) =>
  client((seen) => httpLink({ url, headers, fetch: seen as never }));
const ADA = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };

describe('over HTTP', () => {
  it('a call on its own sets the cookie, and the cookie is the session', async () => {
    const { api, heads } = single();
    await api.session.signUp.mutate(ADA);
    const cookie = heads[0]!.getSetCookie()[0]!.split(';')[0]!;
    expect((await single({ cookie }).api.session.me.query()).person).toMatchObject({ name: 'Ada' });
  });

  it('a streamed call is refused, as its head has left before', async () => {
    const { api } = client((seen) => httpBatchStreamLink({ url, fetch: seen as never }));
    await expect(
      api.session.signIn.mutate({ email: ADA.email, password: ADA.password }),
    ).rejects.toMatchObject({
      data: { weft: { code: 'send_alone', params: { path: 'session.signIn' } } },
    });
    expect((await api.session.me.query()).person).toBeNull();
  });

  it('too many tries are told with the seconds to wait', async () => {
    const { api, heads } = single();
    const wrong = { email: 'guessed@example.org', password: 'wrong password' };
    for (let n = 0; n < 10; n++) await api.session.signIn.mutate(wrong).catch(() => {});
    await expect(api.session.signIn.mutate(wrong)).rejects.toMatchObject({
      data: { httpStatus: 429, weft: { code: 'too_many' } },
    });
    expect(Number(heads.at(-1)!.get('retry-after'))).toBeGreaterThan(60);
  });
});

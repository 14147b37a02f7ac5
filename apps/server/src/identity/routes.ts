import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { WeftError } from '../errors.ts';
import { ROUTES } from '../http/routes.ts';
import type { Accounts } from './accounts.ts';

const start = z.strictObject({
  to: z.string().max(2000).default('/'),
  /** Adds the provider to the account that is signed in, instead of signing in with it. */
  link: z.literal('1').optional(),
});

/**
 * The two addresses a browser is sent to when somebody signs in at an OpenID provider. better-auth has many more endpoints;
 * they stay closed, as what they do goes through our procedures and their policy.
 *
 * The start is a plain link, so it answers with a page's redirect either way: trouble leads to `/sign-in?error=<code>`.
 */
export function mountAuth(app: FastifyInstance, accounts: Accounts): void {
  app.get<{ Params: { provider: string } }>(ROUTES.startOpenId.path, async (request, reply) => {
    const query = start.safeParse(request.query);
    if (!query.success) return await toSignIn(reply, 'bad_input');
    const { to, link } = query.data;
    try {
      const { url, cookies } = await accounts.startOpenId({
        provider: request.params.provider,
        to,
        headers: request.headers,
        address: request.ip,
        // Another site that sends somebody here sends no Strict cookie with them, so it cannot make them link.
        link: link === '1' && (await accounts.identify(request.headers)).kind === 'person',
      });
      for (const cookie of cookies) reply.header('set-cookie', cookie);
      return await reply.header('cache-control', 'no-store').redirect(url);
    } catch (error) {
      if (error instanceof WeftError) return await toSignIn(reply, error.code);
      throw error;
    }
  });

  app.get(ROUTES.finishOpenId.path, async (request, reply) => {
    const { provider } = request.params as { provider: string };
    const response = await accounts.finishOpenId({
      provider,
      query: new URLSearchParams(request.query as Record<string, string>),
      headers: request.headers,
      address: request.ip,
    });
    return await reply.header('cache-control', 'no-store').send(response);
  });
}

const toSignIn = async (reply: FastifyReply, code: string) =>
  await reply.redirect(`/sign-in?error=${encodeURIComponent(code)}`);

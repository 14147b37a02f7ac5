import { z } from 'zod';
import { signIn } from '../domain/session/signIn.ts';
import { headerOf } from '../identity/credentials.ts';
import { email, newPassword, personName, token } from '../identity/fields.ts';
import { claimSetup, isSetupToken } from '../identity/setup.ts';
import { expectCookies, setCookies } from './cookies.ts';
import { on, router } from './trpc.ts';

/** The first person makes themselves the owner, with the link that `weft start` shows. */
export const setup = router({
  check: on('installation', 'installation:see', { token: z.string().max(200) }).query(
    async ({ ctx, input }) => ({ valid: await isSetupToken(ctx.deps.pool, input.token) }),
  ),

  claim: on('installation', 'installation:enter', {
    token,
    name: personName,
    email,
    password: newPassword,
  }).mutation(async ({ ctx, input, path }) => {
    expectCookies(ctx.request, path);
    await claimSetup(ctx.deps.pool, { ...input, language: ctx.language });
    const agent = headerOf(ctx.request.headers, 'user-agent') ?? null;
    const { email: address, password } = input;
    setCookies(ctx.reply, await signIn(ctx.deps, { email: address, password, spender: ctx, agent }));
  }),
});

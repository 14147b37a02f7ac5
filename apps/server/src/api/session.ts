import { z } from 'zod';
import { changePassword } from '../domain/session/changePassword.ts';
import { listSessions } from '../domain/session/list.ts';
import { me } from '../domain/session/me.ts';
import { resetPassword } from '../domain/session/resetPassword.ts';
import { revokeOtherSessions, revokeSession } from '../domain/session/revoke.ts';
import { signIn } from '../domain/session/signIn.ts';
import { signOut } from '../domain/session/signOut.ts';
import { signUp } from '../domain/session/signUp.ts';
import { updatePerson } from '../domain/session/update.ts';
import { WeftError } from '../errors.ts';
import { headerOf } from '../identity/credentials.ts';
import { email, givenPassword, newPassword, personName, token } from '../identity/fields.ts';
import type { Context } from './context.ts';
import { canSetCookies, expectCookies, setCookies } from './cookies.ts';
import { id, on, router } from './trpc.ts';

const agentOf = ({ request }: Context): string | null => headerOf(request.headers, 'user-agent') ?? null;

/** Signing in and out, and what belongs to a person alone. */
export const session = router({
  me: on('installation', 'installation:see').query(async ({ ctx }) => {
    const { deps, identity, request, reply } = ctx;
    if (identity.kind === 'person' && canSetCookies(request))
      setCookies(reply, await deps.accounts.renew(request.headers));
    return await me(deps, identity);
  }),

  signIn: on('installation', 'installation:enter', { email, password: givenPassword }).mutation(
    async ({ ctx, input, path }) => {
      expectCookies(ctx.request, path);
      setCookies(ctx.reply, await signIn(ctx.deps, { ...input, spender: ctx, agent: agentOf(ctx) }));
    },
  ),

  signUp: on('installation', 'installation:enter', {
    name: personName,
    email,
    password: newPassword,
    invitation: id.optional(),
  }).mutation(async ({ ctx, input, path }) => {
    expectCookies(ctx.request, path);
    const { invitation = null, ...person } = input;
    // Whether an e-mail has an account can be learned here, so asking counts like a password does.
    await ctx.deps.limiters.spendSignIn(ctx, person.email);
    await signUp(ctx.deps, { ...person, language: ctx.language, invitationId: invitation });
    setCookies(ctx.reply, await signIn(ctx.deps, { ...person, spender: ctx, agent: agentOf(ctx) }));
  }),

  signOut: on('installation', 'installation:enter').mutation(async ({ ctx, path }) => {
    expectCookies(ctx.request, path);
    setCookies(ctx.reply, await signOut(ctx.deps, { identity: ctx.identity, headers: ctx.request.headers }));
  }),

  update: on('person', 'person:change', {
    name: personName.optional(),
    language: z.enum(['en', 'zh']).optional(),
  }).mutation(async ({ ctx, input }) => {
    await updatePerson(ctx.deps.pool, { userId: ctx.userId, ...input });
  }),

  changePassword: on('person', 'person:change', { current: givenPassword, next: newPassword }).mutation(
    async ({ ctx, input }) => {
      await ctx.deps.limiters.spendSignIn(ctx, ctx.identity.email);
      await changePassword(ctx.deps.pool, {
        userId: ctx.userId,
        sessionId: ctx.identity.sessionId,
        ...input,
      });
      await ctx.deps.limiters.signedIn(ctx, ctx.identity.email);
    },
  ),

  list: on('person', 'session:read').query(async ({ ctx }) => ({
    items: await listSessions(ctx.deps.pool, ctx.identity),
  })),

  revoke: on('session', 'session:end').mutation(async ({ ctx, input }) => {
    const ended = await revokeSession(ctx.deps.pool, { userId: ctx.userId, sessionId: input.sessionId });
    if (!ended) throw new WeftError('not_found');
  }),

  revokeOthers: on('person', 'session:end').mutation(async ({ ctx }) => {
    await revokeOtherSessions(ctx.deps.pool, ctx.identity);
  }),

  resetPassword: on('installation', 'installation:enter', { token, password: newPassword }).mutation(
    async ({ ctx, input }) => {
      await resetPassword(ctx.deps.pool, input);
    },
  ),
});

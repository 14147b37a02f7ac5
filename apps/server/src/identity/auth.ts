import { apiKey } from '@better-auth/api-key';
import type { PrismaClient } from '@weft/db';
import { APIError, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type pg from 'pg';
import type { AccountsOptions, Caller, Cookies, NewKey, KnownProvider, SignUp } from './accounts.ts';
import { headerOf, type RequestHeaders } from './credentials.ts';
import { mayJoin, settle } from './newcomers.ts';

/** better-auth, set up as we need it: the only file that knows its options and endpoints. */
export interface Auth {
  /** Name of the session's cookie. */
  readonly cookie: string;
  /** Header that carries the address we saw into better-auth; never taken from a client. */
  readonly addressHeader: string;
  /** Ids of the providers that were asked for, and of those that answered. */
  readonly configured: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
  readonly handler: (request: Request) => Promise<Response>;
  signIn(credentials: { email: string; password: string }, from: Caller): Promise<Cookies | null>;
  forget(headers: RequestHeaders): Promise<Cookies>;
  renew(headers: RequestHeaders): Promise<Cookies>;
  makeKey(key: NewKey): Promise<{ keyId: string; key: string }>;
  startSocial(start: {
    provider: string;
    to: string;
    headers: RequestHeaders;
    address: string;
    link: boolean;
  }): Promise<{ url: string; cookies: Cookies }>;
}

type AuthOptions = AccountsOptions & {
  readonly signUp: SignUp;
  readonly oidc: readonly KnownProvider[];
  readonly prisma: PrismaClient;
};

const SESSION_COOKIE = 'weft_session';
const ADDRESS_HEADER = 'x-weft-address';
const DAY_S = 86_400;

/** Starts better-auth; a provider that does not answer now is left out, and `providers` lacks it. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const auth = createAuth(options);
  const { authCookies, socialProviders } = await auth.$context;
  return {
    cookie: authCookies.sessionToken.name,
    addressHeader: ADDRESS_HEADER,
    configured: new Set(options.oidc.map(({ id }) => id)),
    providers: new Set(socialProviders.map(({ id }) => id)),
    handler: auth.handler,
    signIn: async (credentials, from) => {
      const { headers } = await auth.api
        .signInEmail({ body: credentials, headers: headersOf(from), returnHeaders: true })
        .catch((error: unknown) => {
          if (error instanceof APIError && error.statusCode === 401) return { headers: null };
          throw error;
        });
      return headers?.getSetCookie() ?? null;
    },
    forget: async (headers) => {
      const answer = await auth.api.signOut({ headers: cookiesOf(headers), returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    renew: async (headers) => {
      const answer = await auth.api.getSession({ headers: cookiesOf(headers), returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    makeKey: async ({ userId, workspaceId, scopes, name, expiresInDays }) => {
      const { id, key } = await auth.api.createApiKey({
        body: {
          userId,
          name,
          metadata: { workspaceId },
          permissions: { scopes: [...scopes] },
          ...(expiresInDays === null ? {} : { expiresIn: expiresInDays * DAY_S }),
        },
      });
      return { keyId: id, key };
    },
    startSocial: async ({ provider, to, headers, address, link }) => {
      const carried = cookiesOf(headers);
      carried.set(ADDRESS_HEADER, address);
      const body = { provider, callbackURL: to, errorCallbackURL: link ? to : '/sign-in' };
      const { headers: set, response } = link
        ? await auth.api.linkSocialAccount({ body, headers: carried, returnHeaders: true })
        : await auth.api.signInSocial({ body, headers: carried, returnHeaders: true });
      if (response.url === undefined) throw new Error(`better-auth gave no address for provider ${provider}`);
      return { url: response.url, cookies: set.getSetCookie() };
    },
  };
}

function createAuth(options: AuthOptions) {
  const { pool, prisma, secret, baseUrl, trustedOrigins = () => [], signUp, oidc, onTrouble } = options;
  return betterAuth({
    appName: 'Weft',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: () => [baseUrl, ...trustedOrigins()],
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    telemetry: { enabled: false },
    // Wrong passwords are the person's business; they are counted in http/limiters.ts.
    logger: {
      level: 'error',
      disableColors: true,
      ...(onTrouble && { log: (_level, message, ...details) => onTrouble(message, details) }),
    },
    onAPIError: { errorURL: `${baseUrl}/sign-in` },
    // People are made by `createPerson`, in one transaction with what they get.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S },
    account: {
      updateAccountOnSignIn: false,
      // The address of a local account is not proven, so an equal one at a provider proves nothing about who made it.
      accountLinking: { enabled: true, requireLocalEmailVerified: true },
    },
    rateLimit: { enabled: true, storage: 'memory', window: 60, max: 60 },
    advanced: {
      cookiePrefix: 'weft',
      useSecureCookies: baseUrl.startsWith('https:'),
      // The state of a sign-in at a provider stays Lax, as it comes back with a navigation from there.
      cookies: {
        session_token: { name: SESSION_COOKIE, attributes: { sameSite: 'strict', httpOnly: true } },
      },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // The column's default gives the id.
      database: { generateId: 'uuid' },
    },
    databaseHooks: hooks(pool, signUp),
    plugins: [
      apiKey({
        defaultPrefix: 'weft_',
        enableMetadata: true,
        schema: { apikey: { modelName: 'apiKey' } },
        // Its default is 10 requests a day. http/limiters.ts counts requests, of keys too.
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: null, minExpiresIn: 1, maxExpiresIn: 3650 },
      }),
      genericOAuth({ config: oidc.map(providerConfig) }),
    ],
  });
}

const providerConfig = ({ id, name, issuer, clientId, clientSecret }: KnownProvider) => ({
  providerId: id,
  name,
  clientId,
  clientSecret,
  discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  scopes: ['openid', 'email', 'profile'],
  pkce: true,
  accountSubject: ({ profile: { sub } }: { profile: Record<string, unknown> }) =>
    typeof sub === 'string' ? sub : '',
});

/** What happens around people and accounts that come from a provider. */
function hooks(pool: pg.Pool, signUp: SignUp) {
  return {
    user: {
      create: {
        before: async ({ email, emailVerified }: { email: string; emailVerified: boolean }) => {
          if (await mayJoin(pool, { signUp, email, proven: emailVerified })) return;
          throw new APIError('FORBIDDEN', { code: 'not_invited', message: 'Nobody invited this e-mail.' });
        },
        after: async ({ id, name }: { id: string; name: string }) =>
          await settle(pool, { signUp, userId: id, name }),
      },
    },
    account: {
      create: {
        // We ask a provider once who somebody is, and never act there: its tokens would only be a thing to lose.
        before: async <A extends object>(account: A) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null },
        }),
      },
    },
  };
}

const headersOf = ({ address, agent }: Caller): Headers => {
  const headers = new Headers({ [ADDRESS_HEADER]: address });
  if (agent !== null) headers.set('user-agent', agent);
  return headers;
};

/** The cookie and nothing else of what a client sent. */
function cookiesOf(headers: RequestHeaders): Headers {
  const cookie = headerOf(headers, 'cookie');
  return new Headers(cookie === undefined ? {} : { cookie });
}

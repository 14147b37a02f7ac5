import { prismaClient } from '@weft/db';
import type pg from 'pg';
import type { Identity } from '../policy/decide.ts';
import type { Scope } from '../policy/scopes.ts';
import { openAuth, type Auth } from './auth.ts';
import { credentialsOf, type RequestHeaders } from './credentials.ts';
import { identifyBy } from './identify.ts';
import { finishOpenId, startOpenId, type OpenIdFinish, type OpenIdStart } from './openId.ts';

/** `id` is part of addresses, so plain: `company`. */
export type KnownProvider = OpenIdProvider & { readonly id: string };

/** Who may make an account: anybody, or only whom somebody invited. */
export type SignUp = 'open' | 'invited';

/** An OpenID Connect provider people may sign in with. */
export interface OpenIdProvider {
  /** On the button: "Sign in with {name}". */
  readonly name: string;
  /** Has `/.well-known/openid-configuration` below it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccountsOptions {
  /** Of the owner of the tables: who may do what is decided before anything is read here. Stays the caller's to end. */
  readonly pool: pg.Pool;
  /** At least 32 characters, see `readSecret`. */
  readonly secret: string;
  /** Where people reach this installation, for example https://weft.example.org. */
  readonly baseUrl: string;
  /** Further origins of the same studio, asked for at each request. Default none. */
  readonly trustedOrigins?: () => readonly string[];
  /** Default `invited`. */
  readonly signUp?: SignUp;
  readonly oidc?: readonly KnownProvider[];
  /** Hears why a sign-in at a provider failed. Default: a line on stderr. */
  readonly onTrouble?: (message: string, details: readonly unknown[]) => void;
}

/** Whom the session is opened for: only shown in the person's list of sessions. */
export interface Caller {
  readonly address: string;
  readonly agent: string | null;
}

/** Values for `set-cookie`, in order. */
export type Cookies = readonly string[];

/** Everything that better-auth does for us; the rest of the server knows nothing of it. */
export interface Accounts {
  readonly baseUrl: string;
  readonly signUp: SignUp;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /**
   * Who sent these headers, by a key or a session cookie. One query that reads rights as they are now; a key that is
   * wrong makes its sender anonymous, whatever cookie came with it.
   */
  identify(headers: RequestHeaders): Promise<Identity>;
  /** Opens a session, or null when e-mail and password do not belong together: either takes as long. */
  signIn(credentials: { email: string; password: string }, from: Caller): Promise<Cookies | null>;
  /** Removes the session of these headers from the browser too. */
  forget(headers: RequestHeaders): Promise<Cookies>;
  /** Lets a session that is in use last longer, at most once a day. Empty when there is nothing to set. */
  renew(headers: RequestHeaders): Promise<Cookies>;
  /** Makes a key; it is in the answer and nowhere else, as only its hash is kept. */
  makeKey(key: NewKey): Promise<{ keyId: string; key: string }>;
  /** Where to send the browser so that the person signs in at a provider. @throws WeftError not_found, unavailable */
  startOpenId(start: OpenIdStart): Promise<{ url: string; cookies: Cookies }>;
  /** What a provider sends the browser back with. Answers with a redirect into the studio. */
  finishOpenId(request: OpenIdFinish): Promise<Response>;
  close(): Promise<void>;
}

export interface NewKey {
  readonly userId: string;
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
  /** Null: until it is revoked. */
  readonly expiresInDays: number | null;
}

/** Opens the accounts of an installation. @throws when the secret is too short or `baseUrl` is no http address */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { pool, signUp = 'invited', oidc = [] } = options;
  const baseUrl = originOf(options.baseUrl);
  if (options.secret.length < 32)
    throw new Error('The secret of an installation has at least 32 characters.');
  const prisma = await prismaClient(pool);
  const open = async () => await openAuth({ ...options, baseUrl, signUp, oidc, prisma });
  let auth: Auth = await open();
  // Tidying up: not worth failing for, as where the database is still to be migrated.
  await forgetExpired(pool).catch((error: unknown) =>
    options.onTrouble?.('what has expired could not be forgotten', [error]),
  );

  return {
    baseUrl,
    signUp,
    providers: oidc.map(({ id, name }) => ({ id, name })),
    identify: async (headers) =>
      await identifyBy(pool, credentialsOf(headers, { cookie: auth.cookie, secret: options.secret })),
    signIn: async (credentials, from) => await auth.signIn(credentials, from),
    forget: async (headers) => await auth.forget(headers),
    renew: async (headers) => await auth.renew(headers),
    makeKey: async (key) => await auth.makeKey(key),
    startOpenId: async (start) => {
      // A provider that was away when Weft started is looked for again when somebody wants to sign in there.
      if (oidc.some(({ id }) => id === start.provider) && !auth.providers.has(start.provider))
        auth = await open();
      return await startOpenId(auth, start);
    },
    finishOpenId: async (request) => await finishOpenId(auth, baseUrl, request),
    close: async () => await prisma.$disconnect(),
  };
}

/** What has expired is refused anyway; gone, it does not pile up. */
async function forgetExpired(pool: Pick<pg.Pool, 'query'>): Promise<void> {
  await pool.query(`with old as (delete from sessions where expires_at < now())
    delete from verifications where expires_at < now()`);
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(
      `"${text}" is not where people reach Weft: it looks like http://localhost:7331 or https://weft.example.org.`,
    );
  return url.origin;
}

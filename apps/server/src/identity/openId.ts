import { WeftError } from '../errors.ts';
import type { Auth } from './auth.ts';
import type { Cookies } from './accounts.ts';
import { headerOf, type RequestHeaders } from './credentials.ts';

export interface OpenIdStart {
  readonly provider: string;
  /** A path of the studio to come back to. */
  readonly to: string;
  readonly headers: RequestHeaders;
  readonly address: string;
  /** True adds the provider to the account that is signed in. */
  readonly link: boolean;
}

/** A path on this site and nothing else: `//host` and `/\host` are addresses of other sites to a browser. */
export const isOwnPath = (text: string): boolean => /^\/(?![/\\])[^\s\\]*$/.test(text);

export async function startOpenId(
  auth: Auth,
  { provider, to, headers, address, link }: OpenIdStart,
): Promise<{ url: string; cookies: Cookies }> {
  if (!auth.configured.has(provider)) throw new WeftError('not_found');
  if (!auth.providers.has(provider)) throw new WeftError('provider_away');
  if (!isOwnPath(to))
    throw new WeftError('bad_input', {
      detail: { en: '"to" must be a path of this site.', zh: '“to”应为本站的路径。' },
    });
  return await auth.startSocial({ provider, to, headers, address, link });
}

/** What a provider sends the browser back with. */
export interface OpenIdFinish {
  readonly provider: string;
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly address: string;
}

/**
 * Hands the callback to better-auth as a request it can trust: of our origin, with the address we saw. The request is made
 * from what our router read, so it reaches this endpoint of better-auth and no other.
 *
 * @throws WeftError not_found for a provider that is not configured
 */
export async function finishOpenId(
  auth: Auth,
  baseUrl: string,
  { provider, query, headers, address }: OpenIdFinish,
): Promise<Response> {
  if (!auth.configured.has(provider)) throw new WeftError('not_found');
  const trusted = new Headers();
  const cookie = headerOf(headers, 'cookie');
  const agent = headerOf(headers, 'user-agent');
  if (cookie !== undefined) trusted.set('cookie', cookie);
  if (agent !== undefined) trusted.set('user-agent', agent);
  trusted.set(auth.addressHeader, address);
  const url = new URL(`/api/auth/callback/${encodeURIComponent(provider)}`, baseUrl);
  url.search = query.toString();
  return await auth.handler(new Request(url, { method: 'GET', headers: trusted }));
}

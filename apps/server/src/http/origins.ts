import type { FastifyRequest } from 'fastify';
import { WeftError } from '../errors.ts';

/** Whether a page of `origin` may change something here: one of our own, or one that was named. */
export function isOurs(origin: string, host: string | undefined, named: ReadonlySet<string>): boolean {
  if (named.has(origin)) return true;
  const url = URL.parse(origin);
  // "null" (a sandboxed page, a file) and anything that is no plain origin are nobody's.
  return url !== null && url.origin === origin && /^https?:$/.test(url.protocol) && url.host === host;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser says which page sends a request that changes something; a program says nothing and shows a key. Whoever does
 * neither could be a page of another site riding on somebody's cookie. (With a key, cookies do not count; and a page that
 * sends one across sites has to ask first, which nobody answers.)
 *
 * @throws WeftError wrong_origin
 */
export function requireOurOrigin(
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  named: ReadonlySet<string>,
): void {
  if (READS.has(method)) return;
  const { origin, host } = headers;
  const hasKey = headers.authorization !== undefined || headers['x-api-key'] !== undefined;
  if (origin === undefined ? hasKey : isOurs(origin, host, named)) return;
  throw new WeftError('wrong_origin');
}

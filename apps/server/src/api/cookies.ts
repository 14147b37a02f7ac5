import type { FastifyReply, FastifyRequest } from 'fastify';
import { WeftError } from '../errors.ts';
import type { Cookies } from '../identity/accounts.ts';

/** Streamed batches send their head before any procedure has run, so no cookie can be set in one. */
export const canSetCookies = (request: FastifyRequest): boolean =>
  request.headers['trpc-accept'] !== 'application/jsonl';

/**
 * A procedure that sets cookies begins with this: refused before it does anything, not after.
 *
 * @throws WeftError send_alone
 */
export function expectCookies(request: FastifyRequest, path: string): void {
  if (!canSetCookies(request)) throw new WeftError('send_alone', { path });
}

export function setCookies(reply: FastifyReply, cookies: Cookies): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}

import type { FastifyRequest } from 'fastify';
import { plainPath } from '../address.ts';
import { WeftError } from '../errors.ts';

/** Refuses an address that our router and a parser of URLs could read differently. @throws WeftError bad_input */
export function requirePlainAddress({ url }: Pick<FastifyRequest, 'url'>): void {
  if (plainPath(url) !== null) return;
  throw new WeftError('bad_input', {
    detail: {
      en: 'Write the address without "..", "\\", "#" and their encodings.',
      zh: '地址中不能包含“..”“\\”“#”及其编码形式。',
    },
  });
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../api/context.ts';
import type { Deps } from '../deps.ts';
import { requestLanguage } from './refusals.ts';
import { isFrom } from './requestLog.ts';

/** Who asks, read anew for every request. */
export async function contextOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<Context> {
  const identity = await deps.accounts.identify(request.headers);
  if (identity.kind !== 'anonymous') isFrom(request, identity.userId);
  return {
    deps,
    identity,
    language: requestLanguage(request),
    requestId: request.id,
    address: request.ip,
    log: request.log,
    request,
    reply,
  };
}

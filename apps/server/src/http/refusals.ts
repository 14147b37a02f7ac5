import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toWeftError } from '../api/trpc.ts';
import { languageOf, sentenceOf, WeftError, type Language } from '../errors.ts';

/** In the language of the studio, if it says so; else as the browser prefers. */
export function requestLanguage(request: FastifyRequest): Language {
  const asked = request.headers['x-weft-language'];
  return asked === 'en' || asked === 'zh' ? asked : languageOf(request.headers['accept-language']);
}

/** The same body as a refused procedure, so that callers read one shape. */
export function refusalBody(
  { code, params, details, status }: WeftError,
  { language, requestId }: { language: Language; requestId: string },
) {
  return {
    error: {
      message: sentenceOf(code, params, language),
      // A JSON-RPC code must be there for tRPC's clients; ours read `weft.code`.
      code: status >= 500 ? -32603 : -32600,
      data: { httpStatus: status, weft: { code, params, details }, requestId },
    },
  };
}

export async function refuse(request: FastifyRequest, reply: FastifyReply, error: WeftError): Promise<void> {
  // What was not read of the body would be taken for the next request.
  if (request.method === 'POST' && !request.raw.complete) reply.header('connection', 'close');
  await reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(refusalBody(error, { language: requestLanguage(request), requestId: request.id })));
}

/** Whatever a route throws becomes a refusal of the catalogue; what we did not foresee is logged and not told. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const told = fastifyRefusal(error) ?? toWeftError(error, request.id);
    // Nobody is left to answer, and nothing of ours went wrong.
    if (request.socket.destroyed) request.log.info('the client went away');
    else if (told.code === 'internal') request.log.error({ err: error }, 'request failed');
    await refuse(request, reply, told);
  });
}

function fastifyRefusal(error: unknown): WeftError | null {
  if (error instanceof WeftError) return error;
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new WeftError(
      'too_large',
      { limit: { en: 'what this address takes', zh: '此地址可接受的大小' } },
      { cause: error },
    );
  if (statusCode === 415)
    return new WeftError('wrong_type', { expected: 'application/json' }, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new WeftError('bad_input', { detail: message }, { cause: error });
  return null;
}

import { isDatabaseAway } from '@weft/engine';
import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';
import { sentenceOf, WeftError, type ErrorCode } from '../errors.ts';
import { KINDS, type Kind } from '../objects/kinds.ts';
import { reach, refuseUnseen, type ActionOn, type Guard, type NamesOf } from '../objects/reach.ts';
import type { Context } from './context.ts';
import { inputText } from './inputText.ts';

/** What each procedure is for. The matrix of tests and the reference are generated from it. */
export type Meta = Guard;

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: 3000 },
      client: { reconnectAfterInactivityMs: 10_000 },
    },
    errorFormatter: ({ shape, error, ctx }) => {
      const told = toWeftError(error, ctx?.requestId ?? '');
      const { code, params, details } = told;
      return {
        ...shape,
        message: sentenceOf(code, params, ctx?.language ?? 'en'),
        data: {
          code: shape.data.code,
          httpStatus: told.status,
          weft: { code, params, details: details as Details },
          requestId: ctx?.requestId ?? '',
        },
      };
    },
  });

/** What a refusal carries for programs: fields of the input that are wrong, or diagnostics of a document. */
export type Details = unknown;

export const { router, mergeRouters, createCallerFactory } = t;

/** Turns whatever was thrown into a refusal of the catalogue. Nothing of an unknown error reaches the caller. */
export function toWeftError(error: unknown, requestId: string): WeftError {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  if (cause instanceof WeftError) return cause;
  if (cause instanceof ZodError)
    return new WeftError(
      'bad_input',
      { detail: inputText(cause) },
      { cause, details: { issues: cause.issues.slice(0, 20) } },
    );
  if (isDatabaseAway(cause)) return new WeftError('unavailable', {}, { cause });
  if (error instanceof TRPCError) {
    const known = TRPC_CODES[error.code];
    if (known !== undefined) return new WeftError(known, { detail: error.message }, { cause });
  }
  return new WeftError('internal', { requestId }, { cause });
}

const TRPC_CODES: Partial<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'bad_input',
  BAD_REQUEST: 'bad_input',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'bad_input',
  UNAUTHORIZED: 'sign_in',
  FORBIDDEN: 'forbidden',
  PAYLOAD_TOO_LARGE: 'too_large',
  UNSUPPORTED_MEDIA_TYPE: 'wrong_type',
};

/** Catches what domain functions throw, so that status and code are right; counts the request against its limits. */
const base = t.procedure.use(async ({ ctx, next, type }) => {
  await ctx.deps.limiters.spend(ctx, type);
  const result = await next();
  if (result.ok) return result;
  throw toTrpcError(ctx, result.error);
});

/** A refusal with the code that tRPC and its clients go by: they try again after some, and not after others. */
export function toTrpcError({ requestId, log }: Context, error: unknown): TRPCError {
  const told = toWeftError(error, requestId);
  if (told.code === 'internal') log.error({ err: (error as Error).cause ?? error }, 'request failed');
  return new TRPCError({ code: TRPC_CODE_OF[told.status] ?? 'INTERNAL_SERVER_ERROR', cause: told });
}

const TRPC_CODE_OF: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** Inputs are one strict object: an unknown key is refused, also beside the ids. */
const strict = <K extends Kind, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ ...KINDS[kind].names, ...shape } as (typeof KINDS)[K]['names'] & S);

const admit = <K extends Kind>(kind: K, action: ActionOn<K>) =>
  base.meta({ kind, action }).use(async ({ ctx, next }) => {
    refuseUnseen(ctx.identity, action);
    return await next();
  });

const named = <K extends Kind, S extends z.ZodRawShape>(kind: K, action: ActionOn<K>, shape: S) =>
  admit(kind, action)
    .input(strict(kind, shape))
    .use(
      async ({ ctx, input, next }) =>
        await next({ ctx: await reach(ctx, { kind, action }, input as NamesOf<K>) }),
    );

const bare = <K extends Nameless>(kind: K, action: ActionOn<K>) =>
  admit(kind, action)
    .input(z.strictObject({}).optional())
    .use(async ({ ctx, next }) => await next({ ctx: await reach(ctx, { kind, action }, {} as NamesOf<K>) }));

/** Kinds of which there is one for whoever asks: no id names it. */
type Nameless = 'installation' | 'person';

/**
 * A procedure that does `action` with an object of a kind. Its input begins with the ids that name the object; `shape` are
 * the further fields. The handler is called when the policy says yes, and gets the ids and what belongs to them in its
 * context. There is no other way to make a procedure.
 */
export function on<K extends Nameless>(kind: K, action: ActionOn<K>): ReturnType<typeof bare<K>>;
export function on<K extends Kind, S extends z.ZodRawShape = Record<never, never>>(
  kind: K,
  action: ActionOn<K>,
  shape?: S,
): ReturnType<typeof named<K, S>>;
export function on(kind: Kind, action: ActionOn<Kind>, shape?: z.ZodRawShape): unknown {
  const guarded = action as ActionOn<never>;
  const nameless = kind === 'installation' || kind === 'person';
  return shape === undefined && nameless ? bare(kind, guarded) : named(kind, guarded, shape ?? {});
}

export const id = z.uuid();

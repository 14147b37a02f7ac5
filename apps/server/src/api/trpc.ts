import { asTenant } from '@weft/db';
import { isDatabaseAway } from '@weft/engine';
import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';
import { sentenceOf, WeftError, type ErrorCode } from '../errors.ts';
import { actorOf } from '../domain/actors/actorOf.ts';
import type { Action } from '../policy/actions.ts';
import { decide } from '../policy/decide.ts';
import type { Context, WorkspaceContext } from './context.ts';
import { inputText } from './inputText.ts';

/**
 * Every procedure says who may call it: it is built from `anyone`, `signedIn`, or one of `inWorkspace`, `onDocument` and
 * `onRun` with the action it is. There is no other way to make one, and the matrix of tests is generated from `meta`.
 */
export interface Meta {
  readonly access: 'anyone' | 'signed_in' | Action;
  /** What the id in its input names. */
  readonly object?: 'workspace' | 'document' | 'run';
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    defaultMeta: { access: 'signed_in' },
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

export const anyone = base.meta({ access: 'anyone' });

/** Somebody unknown learns nothing: not even that their input is wrong, or that an id has no object. */
const known = base.use(async ({ ctx, next }) => {
  const { identity } = ctx;
  if (identity.kind === 'anonymous') throw new WeftError('sign_in');
  return await next({ ctx: { ...ctx, identity, userId: identity.userId } });
});

/** For what belongs to a person and not to a workspace. Keys are of a workspace, so they do not pass. */
export const signedIn = known.meta({ access: 'signed_in' }).use(async ({ ctx, next }) => {
  const { identity } = ctx;
  if (identity.kind === 'key') throw new WeftError('forbidden');
  return await next({ ctx: { ...ctx, identity } });
});

export const id = z.uuid();

/** Inputs are one strict object: an unknown key is refused, also beside the id. */
const strict = <K extends string, S extends z.ZodRawShape>(key: K, shape: S) =>
  z.strictObject({ [key]: id, ...shape } as { [key in K]: typeof id } & S);

/** A procedure about a workspace as a whole. `shape` are the further fields of its input. */
export const inWorkspace = <S extends z.ZodRawShape = Record<never, never>>(
  action: Action,
  shape: S = {} as S,
) =>
  known
    .meta({ access: action, object: 'workspace' })
    .input(strict('workspaceId', shape))
    .use(async ({ ctx, input, next }) => {
      const { workspaceId } = input as { workspaceId: string };
      return await next({ ctx: enter(ctx, action, workspaceId) });
    });

export const onDocument = <S extends z.ZodRawShape = Record<never, never>>(
  action: Action,
  shape: S = {} as S,
) =>
  known
    .meta({ access: action, object: 'document' })
    .input(strict('documentId', shape))
    .use(async ({ ctx, input, next }) => {
      const { documentId } = input as { documentId: string };
      const { rows } = await ctx.deps.pool.query<{ workspace_id: string; ref: string }>(
        `select workspace_id, ref from documents where id = $1 and (deleted_at is null or $2)`,
        // What was deleted can still be restored, by those who may delete.
        [documentId, action === 'document:delete'],
      );
      const entered = enter(ctx, action, rows[0]?.workspace_id ?? null);
      return await next({ ctx: { ...entered, documentId, ref: rows[0]!.ref } });
    });

export const onRun = <S extends z.ZodRawShape = Record<never, never>>(action: Action, shape: S = {} as S) =>
  known
    .meta({ access: action, object: 'run' })
    .input(strict('runId', shape))
    .use(async ({ ctx, input, next }) => {
      const { runId } = input as { runId: string };
      const { rows } = await ctx.deps.pool.query<{ workspace_id: string }>(
        `select workspace_id from runs where id = $1`,
        [runId],
      );
      return await next({ ctx: { ...enter(ctx, action, rows[0]?.workspace_id ?? null), runId } });
    });

/** The one place where the API asks the policy. @throws WeftError sign_in, not_found or forbidden */
export function enter(ctx: Context, action: Action, workspaceId: string | null): WorkspaceContext {
  const { identity, deps } = ctx;
  const decision = decide(identity, action, workspaceId);
  if (decision !== 'allow') throw new WeftError(decision);
  const known = identity as Exclude<typeof identity, { kind: 'anonymous' }>;
  return {
    ...ctx,
    workspaceId: workspaceId!,
    userId: known.userId,
    actor: actorOf(known, ctx.requestId),
    engine: deps.engine.inWorkspace(workspaceId!),
    tenant: async (work) => await asTenant(deps.pool, workspaceId!, work),
  };
}

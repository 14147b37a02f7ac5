import { tracked } from '@trpc/server';
import { decodeStateVector } from 'yjs';
import { z } from 'zod';
import { listAttempts } from '../domain/runs/attempts.ts';
import { actorOf } from '../domain/actors/actorOf.ts';
import { compareRuns } from '../domain/runs/compare.ts';
import { answerGate, controlRun } from '../domain/runs/control.ts';
import { getRun } from '../domain/runs/get.ts';
import { hidePlaces } from '../domain/runs/hidePlaces.ts';
import { SHOWN_RUN_STATUSES } from '@weft/engine/observe';
import { listRuns } from '../domain/runs/list.ts';
import { LEVELS, readLog } from '../domain/runs/log.ts';
import { listMoves } from '../domain/runs/moves.ts';
import type { PrepareDeps } from '../domain/runs/prepare.ts';
import { previewRun } from '../domain/runs/preview.ts';
import { startRun } from '../domain/runs/start.ts';
import { WeftError } from '../errors.ts';
import { guard, reach } from '../objects/reach.ts';
import type { WorkspaceContext } from './context.ts';
import { paged } from '../domain/paging.ts';
import { id, on, router } from './trpc.ts';
import { whileAllowed } from './whileAllowed.ts';

const nodeId = z.string().min(1).max(200);
const nodeIds = z.array(nodeId).max(10_000);

const asked = {
  selection: z
    .strictObject({ to: nodeIds.optional(), from: nodeIds.optional(), force: nodeIds.optional() })
    .optional(),
  /** State vector of the client's document, base64. */
  covers: z
    .base64()
    .max(100_000)
    .transform((text): Uint8Array => Buffer.from(text, 'base64'))
    .refine(isStateVector, 'it is not a state vector')
    .optional(),
};

function isStateVector(bytes: Uint8Array): boolean {
  try {
    decodeStateVector(bytes);
    return true;
  } catch {
    return false;
  }
}

const prepareDeps = ({ deps, engine, workspaceId, tenant }: WorkspaceContext): PrepareDeps => ({
  ...deps,
  engine,
  workspaceId,
  tenant,
});

const hide = ({ deps }: WorkspaceContext) => hidePlaces(deps);

export const runs = router({
  preview: on('document', 'run:read', asked).query(
    async ({ ctx, input }) => await previewRun(prepareDeps(ctx), { ...input, ref: ctx.ref }),
  ),

  start: on('document', 'run:start', { ...asked, runId: id }).mutation(
    async ({ ctx, input }) =>
      await startRun(prepareDeps(ctx), {
        ...input,
        ref: ctx.ref,
        actor: actorOf(ctx.identity, ctx.requestId),
      }),
  ),

  control: on('run', 'run:control', { verb: z.enum(['pause', 'resume', 'cancel', 'retry']) }).mutation(
    async ({ ctx, input }) =>
      await controlRun(ctx.engine, { ...input, actor: actorOf(ctx.identity, ctx.requestId) }),
  ),

  answer: on('step', 'run:answer', { answer: z.json() }).mutation(
    async ({ ctx, input }) =>
      await answerGate(ctx.engine, { ...input, actor: actorOf(ctx.identity, ctx.requestId) }),
  ),

  list: on('workspace', 'run:read', {
    ...paged,
    documentId: id.optional(),
    status: z.enum(SHOWN_RUN_STATUSES).optional(),
  }).query(async ({ ctx, input }) => await ctx.tenant(async (tx) => await listRuns(tx, input))),

  get: on('run', 'run:read').query(async ({ ctx }) => hide(ctx)(await getRun(ctx, ctx))),

  /** Goes on from `lastEventId`; ends with the run. Chatter comes ten times a second at most. */
  events: on('run', 'run:read', {
    lastEventId: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }).subscription(async function* ({ ctx, input, signal }) {
    const { workspaceId, runId } = ctx;
    const renamed = hide(ctx);
    const after = BigInt(input.lastEventId ?? 0);
    const events = (until: AbortSignal) => ctx.deps.feed.events({ workspaceId, runId, after, signal: until });
    for await (const event of whileAllowed(ctx, signal, events)) {
      const seq = Number(event.seq);
      yield tracked(String(seq), { ...renamed(event), seq, at: event.at.toISOString() });
    }
  }),

  /** The latest run of the document, then each that starts or changes its status. */
  watch: on('document', 'run:read').subscription(async function* ({ ctx, signal }) {
    const { workspaceId, documentId } = ctx;
    const items = (until: AbortSignal) => ctx.deps.feed.document({ workspaceId, documentId, signal: until });
    for await (const run of whileAllowed(ctx, signal, items)) yield { kind: 'run' as const, run };
  }),

  log: on('run', 'run:read', {
    nodeId: nodeId.optional(),
    level: z.enum(LEVELS).optional(),
    q: z.string().max(200).optional(),
    before: z.int().min(1).optional(),
    limit: z.int().min(1).max(500).default(100),
  }).query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    return hide(ctx)(await ctx.tenant(async (tx) => await readLog(tx, { ...input, workspaceId })));
  }),

  explainStep: on('step', 'run:read').query(async ({ ctx, input }) => {
    const account = await ctx.engine.explainStep(ctx.runId, input.nodeId);
    if (account === null) throw new WeftError('not_found');
    return hide(ctx)(account);
  }),

  attempts: on('run', 'run:read').query(async ({ ctx }) => ({
    ...(await ctx.tenant(async (tx) => ({
      items: await listAttempts(tx, ctx),
      moves: await listMoves(tx, ctx),
    }))),
  })),

  compare: on('run', 'run:read', { otherRunId: id }).query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    // The other run is an object too: it may be foreign, or of a document that was deleted.
    await reach(ctx, guard('run', 'run:read'), { runId: input.otherRunId });
    const items = await ctx.tenant(async (tx) => await compareRuns(tx, { ...input, workspaceId }));
    return hide(ctx)({ items });
  }),
});

import { tracked } from '@trpc/server';
import { decodeStateVector } from 'yjs';
import { z } from 'zod';
import { listAttempts } from '../domain/runs/attempts.ts';
import { compareRuns } from '../domain/runs/compare.ts';
import { answerGate, controlRun } from '../domain/runs/control.ts';
import { getRun } from '../domain/runs/get.ts';
import { hidePlaces } from '../domain/runs/hidePlaces.ts';
import { listRuns, RUN_STATUSES } from '../domain/runs/list.ts';
import { LEVELS, readLog } from '../domain/runs/log.ts';
import type { PrepareDeps } from '../domain/runs/prepare.ts';
import { previewRun } from '../domain/runs/preview.ts';
import { startRun } from '../domain/runs/start.ts';
import { WeftError } from '../errors.ts';
import type { WorkspaceContext } from './context.ts';
import { paged } from '../domain/paging.ts';
import { id, inWorkspace, onDocument, onRun, router } from './trpc.ts';
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
  preview: onDocument('run:read', asked).query(
    async ({ ctx, input }) => await previewRun(prepareDeps(ctx), { ...input, ref: ctx.ref }),
  ),

  start: onDocument('run:start', { ...asked, runId: id }).mutation(
    async ({ ctx, input }) =>
      await startRun(prepareDeps(ctx), { ...input, ref: ctx.ref, userId: ctx.userId }),
  ),

  control: onRun('run:control', { verb: z.enum(['pause', 'resume', 'cancel', 'retry']) }).mutation(
    async ({ ctx, input }) => await controlRun(ctx.engine, input),
  ),

  answer: onRun('run:answer', { nodeId, answer: z.json() }).mutation(
    async ({ ctx, input }) => await answerGate(ctx.engine, input),
  ),

  list: inWorkspace('run:read', {
    ...paged,
    documentId: id.optional(),
    status: z.enum(RUN_STATUSES).optional(),
  }).query(async ({ ctx, input }) => await ctx.tenant(async (tx) => await listRuns(tx, input))),

  get: onRun('run:read').query(async ({ ctx }) => hide(ctx)(await getRun(ctx, ctx))),

  /** Goes on from `lastEventId`; ends with the run. Chatter comes ten times a second at most. */
  events: onRun('run:read', {
    lastEventId: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }).subscription(async function* ({ ctx, input, signal }) {
    const { workspaceId, runId } = ctx;
    const renamed = hide(ctx);
    const after = BigInt(input.lastEventId ?? 0);
    const events = (until: AbortSignal) => ctx.deps.feed.events({ workspaceId, runId, after, signal: until });
    for await (const event of whileAllowed(ctx, 'run:read', signal, events)) {
      const seq = Number(event.seq);
      yield tracked(String(seq), { ...renamed(event), seq, at: event.at.toISOString() });
    }
  }),

  /** The latest run of the document, then each that starts or changes its status. */
  watch: onDocument('run:read').subscription(async function* ({ ctx, signal }) {
    const { workspaceId, documentId } = ctx;
    const items = (until: AbortSignal) => ctx.deps.feed.document({ workspaceId, documentId, signal: until });
    for await (const run of whileAllowed(ctx, 'run:read', signal, items)) yield { kind: 'run' as const, run };
  }),

  log: onRun('run:read', {
    nodeId: nodeId.optional(),
    level: z.enum(LEVELS).optional(),
    q: z.string().max(200).optional(),
    before: z.int().min(1).optional(),
    limit: z.int().min(1).max(500).default(100),
  }).query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    return hide(ctx)(await ctx.tenant(async (tx) => await readLog(tx, { ...input, workspaceId })));
  }),

  explainStep: onRun('run:read', { nodeId }).query(async ({ ctx, input }) => {
    const account = await ctx.engine.explainStep(ctx.runId, input.nodeId);
    if (account === null) throw new WeftError('not_found');
    return hide(ctx)(account);
  }),

  attempts: onRun('run:read').query(async ({ ctx }) => ({
    items: await ctx.tenant(async (tx) => await listAttempts(tx, ctx)),
  })),

  compare: onRun('run:read', { otherRunId: id }).query(async ({ ctx, input }) => {
    const { workspaceId } = ctx;
    const items = await ctx.tenant(async (tx) => await compareRuns(tx, { ...input, workspaceId }));
    return hide(ctx)({ items });
  }),
});

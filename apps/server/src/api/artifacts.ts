import type { Preview } from '@weft/nodes/preview';
import { z } from 'zod';
import { findOutput } from '../domain/artifacts/findOutput.ts';
import { previewsOf } from '../domain/artifacts/preview.ts';
import { on, router } from './trpc.ts';

/** Whole files are `GET /files/artifacts/:runId/:nodeId/:port`: bytes do not travel as JSON. */
export const artifacts = router({
  preview: on('output', 'artifact:read', {
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).default(50),
    sort: z.strictObject({ column: z.string().max(200), direction: z.enum(['asc', 'desc']) }).optional(),
  }).query(async ({ ctx, input }): Promise<Preview> => {
    const { workspaceId, engine } = ctx;
    const { ref } = await ctx.tenant(async (tx) => await findOutput(tx, { ...input, workspaceId }));
    return await previewsOf(engine).of(ref, input);
  }),
});

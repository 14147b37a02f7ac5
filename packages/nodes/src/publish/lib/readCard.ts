import { z } from 'zod';

/** A card as its view reads it; see card.ts for how one is written. Older or foreign cards are shown as JSON instead. */
export const readableCard = z.object({
  format: z.literal('weft.card'),
  name: z.string(),
  description: z.string().default(''),
  license: z.string().default(''),
  contents: z.record(
    z.string(),
    z.object({
      artifact: z.string(),
      files: z.int(),
      bytes: z.number(),
      about: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  evaluation: z
    .array(
      z.object({
        about: z.string(),
        metrics: z.record(z.string(), z.number()).default({}),
        report: z.string(),
      }),
    )
    .default([]),
});
export type ReadableCard = z.output<typeof readableCard>;

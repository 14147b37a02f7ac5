import { z } from 'zod';

/**
 * The reports of the evaluate nodes as their views read them. Views see artifacts of any run, old ones included, so
 * what does not fit is shown as plain JSON instead of failing.
 */
const share = z.number();
const mistake = z.object({
  row: z.int(),
  text: z.string(),
  label: z.string(),
  predicted: z.string(),
  confidence: z.number(),
});
const bin = z.object({
  from: z.number(),
  to: z.number(),
  count: z.int(),
  confidence: z.number().nullable(),
  accuracy: z.number().nullable(),
});
const classScore = z.object({
  precision: share,
  recall: share,
  f1: share,
  support: z.int(),
  predicted: z.int(),
});

export const classificationReport = z.object({
  about: z.literal('classification'),
  metrics: z.record(z.string(), z.number()),
  labels: z.array(z.string()),
  classes: z.record(z.string(), classScore),
  /** `confusion[truth][predicted]`, in the order of `labels`. */
  confusion: z.array(z.array(z.int())),
  reliability: z.array(bin),
  worst: z.array(mistake),
});
export type ClassificationReport = z.output<typeof classificationReport>;
export type Mistake = z.output<typeof mistake>;

/** Tests made before version 2 quote no passages. */
const hit = z.object({
  document: z.string(),
  chunk: z.string(),
  passage: z.string().default(''),
  score: z.number(),
});
export type Hit = z.output<typeof hit>;

export const retrievalReport = z.object({
  about: z.literal('retrieval'),
  metrics: z.record(z.string(), z.number()),
  k: z.int(),
  worst: z.array(
    z.object({ question: z.string(), document: z.string(), rank: z.int().nullable(), top: z.array(hit) }),
  ),
});

/** Hits of one question as the answers table holds them; a malformed cell has none. */
export const hitsOf = (json: unknown): Hit[] => {
  const parsed = z.array(hit).safeParse(json);
  return parsed.success ? parsed.data : [];
};

export const gateReport = z.object({
  about: z.literal('gate'),
  conditions: z.array(
    z.object({ condition: z.string(), about: z.string(), value: z.number(), passed: z.boolean() }),
  ),
});

import { z } from 'zod';

/**
 * A re-ranker, as `train.retriever` puts it into an index:
 *
 *     reranker/reranker.json   { format, version, features, candidates, metrics }
 *     reranker/reranker.onnx   `features` [N, F] → `scores` [N, 1]
 *     reranker/terms.bin       idf of the index's terms (`text/tfidf.ts`)
 */
export const RERANKER_PREFIX = 'reranker/';
export const RERANKER_FILE = 'reranker.json';
export const RERANKER_ONNX = 'reranker.onnx';
export const RERANKER_TERMS = 'terms.bin';

export const rerankerFile = z.looseObject({
  format: z.literal('weft.reranker'),
  version: z.literal(1),
  /** What the net was trained on, in order. Another list means another version of Weft. */
  features: z.array(z.string()),
  /** How many of the index's hits it looks at. */
  candidates: z.int().min(2).max(1000),
  /** Of held-out questions: recall and mean reciprocal rank without it (`before_`) and with it (`after_`). */
  metrics: z.record(z.string(), z.number()),
});
export type RerankerFile = z.infer<typeof rerankerFile>;

import { implement } from '@weft/engine/node';
import { openIndex } from '@weft/ml/inference';
import { evaluateRetrieval } from '../../lib/retrieval/evaluate.ts';
import { spec } from './spec.ts';

/** Version 1 names the documents it found and quotes nothing of them. */
export const executor = implement(spec, {
  run: async (ctx) =>
    await evaluateRetrieval(ctx, openIndex, ({ document, chunk, score }) => ({ document, chunk, score })),
});

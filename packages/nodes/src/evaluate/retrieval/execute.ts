import { implement } from '@weft/engine/node';
import { openIndex } from '@weft/ml/inference';
import { evaluateRetrieval } from './evaluate.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  run: async (ctx) => await evaluateRetrieval(ctx, openIndex),
});

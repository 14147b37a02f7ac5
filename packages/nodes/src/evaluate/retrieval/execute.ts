import { implement } from '@weft/engine/node';
import { openIndex } from '../../index/lib/openIndex.ts';
import { evaluateRetrieval } from './evaluate.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  run: async (ctx) => await evaluateRetrieval(ctx, openIndex),
});

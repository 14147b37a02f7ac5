import { implement } from '@weft/engine/node';
import { buildIndex } from '../lib/buildIndex.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  open: async (ctx, saved) => {
    const { fusion: method, lexical_weight: lexicalWeight, candidates } = ctx.params;
    return await buildIndex(ctx, saved, { method, lexicalWeight, candidates });
  },
});

import { implement } from '@weft/engine/node';
import { buildIndex } from '../lib/buildIndex.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  open: async (ctx, saved) => await buildIndex(ctx, saved, null),
});

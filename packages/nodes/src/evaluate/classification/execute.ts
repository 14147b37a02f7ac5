import { implement } from '@weft/engine/node';
import { openClassifier } from '@weft/ml/inference';
import { evaluateClassification } from './evaluate.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  run: async (ctx) => await evaluateClassification(ctx, openClassifier),
});

import { implement, NodeError, tableInput } from '@weft/engine/node';
import { textFeaturesFiles } from '@weft/ml/models';
import { CLASSIFICATION_FEATURES, fitTfidf, tfidfWidth } from '@weft/ml/text';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async run(ctx) {
    const { min_texts: minTexts, dimensions } = ctx.params;
    const texts: string[] = [];
    for await (const rows of tableInput(ctx.inputs, 'rows', { text: 'string' }).batches(4096, ['text']))
      for (const { text } of rows) texts.push(typeof text === 'string' ? text : '');
    const model = fitTfidf(texts, { ...CLASSIFICATION_FEATURES, minTexts, dimensions });
    const width = tfidfWidth(model);
    if (width === 0 || model.vocabularies.every(({ hashes }) => hashes.length === 0))
      throw new NodeError(
        'input',
        'features.none',
        `no feature occurs in ${minTexts} of the ${texts.length} texts: lower min_texts, or check the text column`,
      );
    return {
      outputs: { features: await ctx.files('model', textFeaturesFiles(model)) },
      metrics: { texts: texts.length, features: width },
    };
  },
});

import { defineNode, model, table } from '@weft/engine/graph';
import { z } from 'zod';
import { CLASSIFICATION_FEATURES as defaults } from '@weft/ml/settings';

export const spec = defineNode({
  type: 'embed.features',
  version: 1,
  stage: 'embed',
  title: { en: 'Text features', zh: '文本特征' },
  description: {
    en: 'Learns which words, word pairs and letter sequences tell texts apart, and how much each counts (TF-IDF), for a classifier to build on.',
    zh: '学习哪些词、词对和字符序列能区分文本及其权重（TF-IDF），供分类器使用。',
  },
  inputs: { rows: { type: table({ text: 'string' }) } },
  outputs: { features: { type: model('text-features') } },
  params: z.object({
    min_texts: z
      .int()
      .min(1)
      .max(1000)
      .default(defaults.minTexts!)
      .describe('Features in fewer texts are dropped')
      .meta({ zh: '丢弃出现在更少文本中的特征' }),
    dimensions: z
      .int()
      .min(0)
      .max(1 << 20)
      .default(defaults.dimensions!)
      .describe('Fold features into this many by hashing; 0 keeps each')
      .meta({ zh: '通过哈希折叠为这么多特征；0 表示全部保留' }),
  }),
  shape: 'task',
  purity: 'pure',
});

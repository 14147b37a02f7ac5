import { defineNode, model, report, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'evaluate.classification',
  version: 1,
  stage: 'evaluate',
  title: { en: 'Test a classifier', zh: '评估分类模型' },
  description: {
    en: 'Classifies labelled rows and measures how often, how surely and where the model is right. Use rows it has not learned from.',
    zh: '对带标签的行做分类，衡量模型的准确率、置信度校准和错误分布。请使用模型未学习过的数据。',
  },
  inputs: {
    model: { type: model('classification') },
    rows: { type: table({ text: 'string', label: 'string' }) },
  },
  outputs: {
    report: { type: report('classification') },
    predictions: {
      type: table(
        { text: 'string', label: 'string', predicted: 'string', confidence: 'float', correct: 'bool' },
        { open: false },
      ),
    },
  },
  params: z.object({
    worst_examples: z
      .int()
      .min(0)
      .max(1000)
      .default(20)
      .describe('How many of the most confident mistakes the report lists')
      .meta({ zh: '报告列出的最自信错误的数量' }),
    latency_samples: z
      .int()
      .min(0)
      .max(10_000)
      .default(100)
      .describe('How many rows are classified one by one to measure latency; 0 measures none')
      .meta({ zh: '逐条预测以测量延迟的样本数；0 表示不测量', key: false }),
  }),
  purity: 'pure',
  shape: 'task',
});

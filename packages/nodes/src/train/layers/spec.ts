import { defineNode, model, report, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'train.layers',
  version: 1,
  stage: 'train',
  title: { en: 'Train your own layers', zh: '训练自定义网络' },
  description: {
    en: 'Trains a TensorFlow.js LayersModel of your own on vectors or numeric columns, to tell labels apart or to predict a number.',
    zh: '用向量或数值列训练您自己的 TensorFlow.js LayersModel，用于分类或预测数值。',
  },
  inputs: {
    rows: {
      type: table(),
      description: {
        en: 'Rows with a "vector" or numeric columns, and the target',
        zh: '含 "vector" 或数值列以及目标列的行',
      },
    },
  },
  outputs: {
    model: { type: model() },
    report: { type: report('training') },
  },
  params: z.object({
    topology: z
      .string()
      .min(2)
      .describe('The model as JSON: model.toJSON(), the modelTopology of a model.json, or Keras')
      .meta({ zh: '模型结构 JSON：model.toJSON()、model.json 的 modelTopology 或 Keras 格式' }),
    target: z
      .string()
      .min(1)
      .default('label')
      .describe('Column to learn: text is a label, a number is a value')
      .meta({ zh: '要学习的列：文本为标签，数字为数值' }),
    columns: z
      .array(z.string().min(1))
      .max(10_000)
      .default([])
      .describe('Columns to learn from. Empty: "vector" where there is one, else all numeric columns')
      .meta({ zh: '输入列；为空时使用 "vector" 列，否则使用所有数值列' }),
    optimizer: z
      .enum(['adam', 'sgd'])
      .default('adam')
      .describe('How weights follow their gradients')
      .meta({ zh: '优化器' }),
    learning_rate: z
      .number()
      .positive()
      .max(10)
      .default(0.001)
      .describe('Size of the steps')
      .meta({ zh: '学习率' }),
    epochs: z
      .int()
      .min(1)
      .max(10_000)
      .default(20)
      .describe('Times that training goes through the rows')
      .meta({ zh: '遍历数据的轮数' }),
    batch_size: z
      .int()
      .min(1)
      .max(65_536)
      .default(32)
      .describe('Rows that are learned from at once')
      .meta({ zh: '每批行数' }),
    validation_split: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.1)
      .describe('Share of the rows that is held out to check each epoch; 0: none')
      .meta({ zh: '留出用于验证的比例；0 表示不留' }),
    backend: z
      .enum(['wasm', 'tfjs-node-gpu'])
      .default('wasm')
      .describe('What computes: WebAssembly, or tfjs-node-gpu where you have installed it')
      .meta({ zh: '计算后端：WebAssembly，或您已安装的 tfjs-node-gpu' }),
  }),
  purity: 'seeded',
  shape: 'loop',
  loop: { checkpointSeconds: 10 },
  limits: { timeoutSeconds: 86_400, memoryMb: 4000 },
});

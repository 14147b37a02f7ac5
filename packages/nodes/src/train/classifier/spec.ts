import { defineNode, model, report, table } from '@weft/engine/graph';
import { z } from 'zod';

/**
 * The defaults are those of banking77 (13,000 short questions, 77 intents), chosen on held-out parts of its training
 * set; `../README.md` has the figures.
 */
export const spec = defineNode({
  type: 'train.classifier',
  version: 1,
  stage: 'train',
  title: { en: 'Train a classifier', zh: '训练分类模型' },
  description: {
    en: 'Learns to label texts, or vectors, from labelled rows. Part of the rows checks each epoch, sets when to stop and how sure the answers may be.',
    zh: '从带标签的行学习为文本或向量打标签。留出一部分行用于检验每一轮、决定何时停止并校准置信度。',
  },
  inputs: {
    rows: {
      type: table({ label: 'string' }),
      description: {
        en: 'Labelled rows with "text", a "vector", or both',
        zh: '带标签的行，含 "text"、"vector" 或两者',
      },
    },
    features: {
      type: model('text-features'),
      optional: true,
      description: {
        en: 'How texts become features. Without it, and without vectors, features are learned from the rows',
        zh: '文本特征的提取方式；未连接且没有向量时，从这些行学习',
      },
    },
    embeddings: {
      type: table({ vector: 'vector' }),
      optional: true,
      description: {
        en: 'A vector for each row, in the same order',
        zh: '与每一行按顺序对应的向量',
      },
    },
  },
  outputs: {
    model: { type: model('classification') },
    report: { type: report('training') },
  },
  params: z.object({
    head: z
      .enum(['linear', 'mlp', 'both'])
      .default('both')
      .describe('linear: a weight per feature and label; mlp: with a hidden layer; both: the mean of the two')
      .meta({ zh: 'linear：每个特征和标签一个权重；mlp：带隐藏层；both：两者的平均' }),
    hidden: z
      .int()
      .min(1)
      .max(4096)
      .default(128)
      .describe('Units of the hidden layer')
      .meta({ zh: '隐藏层单元数' }),
    epochs: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe(
        'Times that training goes through the rows, at most. 0: 5 for ten thousand rows or more, up to 100 for fewer',
      )
      .meta({ zh: '最多遍历数据的轮数。0：一万行以上为 5 轮，行数较少时最多 100 轮' }),
    batch_size: z
      .int()
      .min(0)
      .max(65_536)
      .default(0)
      .describe('Rows that are learned from at once. 0: 64, or 32 and 16 for fewer than 4,000 and 1,000 rows')
      .meta({ zh: '每批行数。0：64 行；少于 4000 行为 32，少于 1000 行为 16' }),
    learning_rate: z
      .number()
      .positive()
      .max(10)
      .default(0.004)
      .describe('Size of the steps at their largest')
      .meta({ zh: '最大学习率' }),
    schedule: z
      .enum(['constant', 'cosine', 'linear'])
      .default('cosine')
      .describe('How the learning rate falls over the epochs')
      .meta({ zh: '学习率随轮次下降的方式' }),
    warmup: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('Share of training over which the learning rate rises first')
      .meta({ zh: '学习率预热所占的训练比例' }),
    weight_decay: z
      .number()
      .min(0)
      .max(10)
      .default(0)
      .describe('How strongly weights are pulled towards 0 (AdamW)')
      .meta({ zh: '权重衰减强度（AdamW）' }),
    label_smoothing: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.1)
      .describe('Share of each label that is spread over all labels')
      .meta({ zh: '标签平滑比例' }),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('Share of hidden units left out at random while learning')
      .meta({ zh: '训练时随机丢弃隐藏单元的比例' }),
    class_weights: z
      .enum(['none', 'balanced'])
      .default('none')
      .describe('balanced: labels with few rows count as much as those with many')
      .meta({ zh: 'balanced：样本少的标签与样本多的同等重要' }),
    validation_split: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.1)
      .describe('Share of the rows of each label that is held out to check each epoch; 0: none')
      .meta({ zh: '每个标签留出用于验证的比例；0 表示不留' }),
    patience: z
      .int()
      .min(0)
      .max(1000)
      .default(3)
      .describe(
        'Stop after this many epochs without better answers on the held-out rows; 0: never stop early',
      )
      .meta({ zh: '留出行上的结果连续多少轮没有改善就停止；0 表示不提前停止' }),
    refit: z
      .boolean()
      .default(true)
      .describe('Learn again from all rows, for as many epochs as were best, once validation has found them')
      .meta({ zh: '验证找到最佳轮数后，用全部行重新训练相同的轮数' }),
    calibration: z
      .boolean()
      .default(true)
      .describe('Fit on the held-out rows how sure answers may be (temperature scaling)')
      .meta({ zh: '在留出的行上校准置信度（温度缩放）' }),
    provider: z
      .enum(['cpu', 'webgpu', 'cuda', 'auto'])
      .default('cpu')
      .describe(
        'What computes. Only cpu gives the same bytes on every machine of a kind; auto takes the first that is there',
      )
      .meta({ zh: '计算设备。只有 cpu 能在同类机器上得到相同的字节；auto 使用第一个可用的设备' }),
  }),
  purity: 'seeded',
  shape: 'loop',
  loop: { checkpointSeconds: 10 },
  limits: { timeoutSeconds: 86_400, memoryMb: 4000 },
});

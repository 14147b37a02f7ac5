import { defineNode, index, report, table } from '@weft/engine/graph';
import { z } from 'zod';

/** Defaults as measured on XQuAD in two languages, by cross-validation over documents: `../README.md`. */
export const spec = defineNode({
  type: 'train.retriever',
  version: 1,
  stage: 'train',
  title: { en: 'Train a search', zh: '训练检索' },
  description: {
    en: 'Learns from questions and their right documents to put the right one first among what the index finds. Questions about held-out documents decide whether it helps.',
    zh: '从问题及其正确文档中学习，把正确的文档排到索引结果的最前面。用关于留出文档的问题判断是否有效。',
  },
  inputs: {
    index: { type: index() },
    pairs: {
      type: table(),
      description: {
        en: 'One row per question with the document that answers it',
        zh: '每行一个问题及能回答它的文档',
      },
    },
  },
  outputs: {
    index: { type: index() },
    report: { type: report('training') },
  },
  params: z.object({
    question_column: z
      .string()
      .min(1)
      .default('question')
      .describe('Column with the question')
      .meta({ zh: '问题所在的列' }),
    document_column: z
      .string()
      .min(1)
      .default('document')
      .describe('Column with the right document: its path, or its file name when no other has that name')
      .meta({ zh: '正确文档所在的列：路径，或不重名的文件名' }),
    candidates: z
      .int()
      .min(2)
      .max(200)
      .default(20)
      .describe('How many hits of the index are looked at again')
      .meta({ zh: '重新排序的索引命中数' }),
    hidden: z
      .int()
      .min(1)
      .max(256)
      .default(16)
      .describe('Units of the hidden layer')
      .meta({ zh: '隐藏层单元数' }),
    epochs: z
      .int()
      .min(1)
      .max(1000)
      .default(15)
      .describe('Times that training goes through the questions')
      .meta({ zh: '遍历问题的轮数' }),
    batch_size: z
      .int()
      .min(1)
      .max(4096)
      .default(32)
      .describe('Questions that are learned from at once')
      .meta({ zh: '每批问题数' }),
    learning_rate: z
      .number()
      .positive()
      .max(1)
      .default(0.003)
      .describe('Size of the steps at the beginning')
      .meta({ zh: '初始学习率' }),
    weight_decay: z
      .number()
      .min(0)
      .max(10)
      .default(0.1)
      .describe('How strongly the order is pulled back to that of the index')
      .meta({ zh: '将排序拉回索引原有顺序的强度' }),
    validation_split: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.2)
      .describe('Share of the questions held out, all those of a document together; 0: none')
      .meta({ zh: '留出的问题比例（同一文档的问题一起留出）；0 表示不留' }),
  }),
  purity: 'seeded',
  shape: 'loop',
  loop: { checkpointSeconds: 10 },
  limits: { timeoutSeconds: 86_400, memoryMb: 4000 },
});

import { defineNode, index, report, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'evaluate.retrieval',
  version: 1,
  stage: 'evaluate',
  title: { en: 'Test a search', zh: '评估检索' },
  description: {
    en: 'Asks an index questions whose right document is known and measures how far up that document is found.',
    zh: '用已知正确文档的问题查询索引，衡量正确文档的排名。',
  },
  inputs: {
    index: { type: index() },
    questions: {
      type: table(),
      description: {
        en: 'One row per question with the document that answers it',
        zh: '每行一个问题及能回答它的文档',
      },
    },
  },
  outputs: {
    report: { type: report('retrieval') },
    answers: {
      type: table(
        { question: 'string', document: 'string', rank: 'int', hit1: 'bool', top: 'json' },
        { open: true },
      ),
    },
  },
  params: z.object({
    k: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe('How many documents are looked at per question')
      .meta({ zh: '每个问题查看的文档数' }),
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
    worst_examples: z
      .int()
      .min(0)
      .max(1000)
      .default(20)
      .describe('How many of the questions answered worst the report lists')
      .meta({ zh: '报告列出的回答最差的问题数量' }),
    latency_samples: z
      .int()
      .min(0)
      .max(10_000)
      .default(100)
      .describe('How many questions are asked one by one to measure latency; 0 measures none')
      .meta({ zh: '逐条查询以测量延迟的样本数；0 表示不测量', key: false }),
  }),
  purity: 'pure',
  shape: 'task',
});

import { defineNode } from '@weft/engine/graph';
import { z } from 'zod';
import { keepBlank, size, unit } from '../lib/params.ts';
import { CHUNK_PORTS } from '../lib/tables.ts';

export const spec = defineNode({
  type: 'chunk.sentences',
  version: 1,
  stage: 'chunk',
  title: { en: 'Split into sentences', zh: '按句子分块' },
  description: {
    en: 'Packs whole sentences into chunks, in Chinese, English and most other languages. Only a sentence larger than the size is cut.',
    zh: '把完整的句子组成分块，适用于中文、英文及多数语言；只有超过长度上限的句子才会被切开。',
  },
  ...CHUNK_PORTS,
  params: z.object({
    size,
    unit,
    sentences: z
      .int()
      .min(0)
      .default(0)
      .describe('Most sentences in a chunk; 0 for as many as fit')
      .meta({ zh: '每个分块最多包含的句子数；0 表示放得下即可' }),
    overlap: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('Sentences a chunk repeats of the one before it')
      .meta({ zh: '与前一分块重叠的句子数' }),
    keep_blank: keepBlank,
  }),
  purity: 'pure',
  shape: 'map',
  map: { over: 'documents', into: 'chunks', segmentRows: 32 },
});

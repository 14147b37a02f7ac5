import { defineNode } from '@weft/engine/graph';
import { z } from 'zod';
import { INDEX_PORTS, indexParams } from '../lib/params.ts';

export const spec = defineNode({
  type: 'index.hybrid',
  version: 1,
  stage: 'index',
  title: { en: 'Hybrid index', zh: '混合索引' },
  description: {
    en: 'Searches by words (BM25, Chinese included) and by vectors at once, and brings both rankings together.',
    zh: '同时按词（BM25，支持中文）和按向量检索，并融合两种排序。',
  },
  ...INDEX_PORTS,
  params: z.object({
    fusion: z
      .enum(['scores', 'ranks'])
      .default('scores')
      .describe('Brings rankings together by normalised scores or by ranks (reciprocal rank fusion)')
      .meta({ zh: '按归一化分数或按名次（倒数排名融合）合并' }),
    lexical_weight: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe('Share of the words; the rest is the vectors’. A downloaded embedder deserves less than 0.8')
      .meta({ zh: '词检索所占比重，其余为向量。下载的嵌入模型可用小于 0.8 的值' }),
    candidates: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .describe('Hits of each kind that are brought together')
      .meta({ zh: '每种检索参与融合的命中数' }),
    ...indexParams,
  }),
  shape: 'loop',
  purity: 'pure',
  loop: {},
});

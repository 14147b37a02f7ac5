import { defineNode } from '@weft/engine/graph';
import { z } from 'zod';
import { keepBlank, overlap, OVERLAP_RULE, separators, size, unit } from '../lib/params.ts';
import { CHUNK_PORTS } from '../lib/tables.ts';

export const spec = defineNode({
  type: 'chunk.recursive',
  version: 1,
  stage: 'chunk',
  title: { en: 'Split text', zh: '递归分块' },
  description: {
    en: 'Cuts documents into chunks at paragraphs, else lines, else sentences, else words. Nothing is lost and no character is torn.',
    zh: '依次按段落、行、句子、词把文档切成分块，不丢失内容，也不拆开字符。',
  },
  ...CHUNK_PORTS,
  params: z
    .object({ size, overlap, unit, separators, keep_blank: keepBlank })
    .refine(OVERLAP_RULE.check, OVERLAP_RULE.says),
  purity: 'pure',
  shape: 'map',
  map: { over: 'documents', into: 'chunks', segmentRows: 32 },
});

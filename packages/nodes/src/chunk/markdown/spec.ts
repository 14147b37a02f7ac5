import { defineNode } from '@weft/engine/graph';
import { z } from 'zod';
import { keepBlank, overlap, OVERLAP_RULE, size, unit } from '../lib/params.ts';
import { CHUNK_PORTS } from '../lib/tables.ts';

export const spec = defineNode({
  type: 'chunk.markdown',
  version: 1,
  stage: 'chunk',
  title: { en: 'Split by headings', zh: '按标题分块' },
  description: {
    en: 'Cuts documents so that no chunk crosses a heading; code fences and tables stay whole when they fit. Headings come from the Markdown, or from the headings column where the text has none.',
    zh: '按标题切分文档，分块不跨标题；代码块和表格放得下时保持完整。标题取自 Markdown 文本，文本中没有时取自 headings 列。',
  },
  ...CHUNK_PORTS,
  params: z
    .object({ size, overlap, unit, keep_blank: keepBlank })
    .refine(OVERLAP_RULE.check, OVERLAP_RULE.says),
  purity: 'pure',
  shape: 'map',
  map: { over: 'documents', into: 'chunks', segmentRows: 32 },
});

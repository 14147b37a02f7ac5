import { defineNode, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'ingest.redact',
  version: 1,
  stage: 'ingest',
  title: { en: 'Hide e-mail addresses', zh: '隐藏邮箱地址' },
  description: {
    en: 'Replaces every e-mail address in the text, and counts them. Rows without text are listed as errors.',
    zh: '替换文本中的所有邮箱地址并计数；没有文本的行会列为错误。',
  },
  inputs: { rows: { type: table({ text: 'string' }) } },
  outputs: {
    rows: { type: table({ text: 'string', hidden: 'int' }) },
    errors: {
      type: table({ row: 'int', file: 'string', position: 'string', reason: 'string' }, { open: false }),
    },
  },
  params: z.object({
    placeholder: z
      .string()
      .max(100)
      .default('[e-mail]')
      .describe('What stands in the place of an address')
      .meta({ zh: '用于替换邮箱地址的文字' }),
  }),
  purity: 'pure',
  shape: 'map',
  map: { over: 'rows', into: 'rows', errors: 'errors', segmentRows: 100 },
});

import { z } from 'zod';

/** Params every chunk node has; each spec adds its own. */
export const size = z
  .int()
  .min(1)
  .max(1_000_000)
  .default(1000)
  .describe('Largest size of a chunk, overlap included')
  .meta({ zh: '每个分块的最大长度（含重叠部分）' });

export const unit = z
  .enum(['characters', 'tokens'])
  .default('characters')
  .describe('What size and overlap count: characters (UTF-16 units) or estimated tokens')
  .meta({ zh: '长度单位：字符（UTF-16 单元）或估算的词元数' });

export const overlap = z
  .int()
  .min(0)
  .default(0)
  .describe('Largest size of what a chunk repeats of the end of the one before it; at most half the size')
  .meta({ zh: '与前一分块重叠的最大长度，不超过分块长度的一半' });

export const separators = z
  .array(z.string().max(100))
  .max(32)
  .default([])
  .describe('Where to cut, strongest first; empty for paragraph, line, sentence, clause, word')
  .meta({ zh: '切分位置，优先级从高到低；留空则依次为段落、行、句子、分句、词' });

export const keepBlank = z
  .boolean()
  .default(false)
  .describe('Keep chunks that hold only white space; without them the chunks do not join to the whole text')
  .meta({ zh: '保留只含空白的分块；不保留时，各分块拼接后不等于原文' });

export const OVERLAP_RULE = {
  check: (params: { size: number; overlap: number }) => params.overlap * 2 <= params.size,
  says: {
    error: 'the overlap may be at most half the size',
    params: { zh: '重叠不能超过大小的一半' },
    path: ['overlap'],
  },
};

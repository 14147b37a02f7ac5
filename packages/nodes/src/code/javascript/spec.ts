import { defineNode, table } from '@weft/engine/graph';
import { z } from 'zod';

/** Generous: ordinary code takes more steps in a millisecond. */
const MS_PER_MILLION_STEPS = 50;

export const spec = defineNode({
  type: 'code.javascript',
  version: 2,
  stage: 'code',
  title: { en: 'Code', zh: '代码' },
  description: {
    en: 'Runs your own TypeScript or JavaScript over every row, in a sandbox without network, files or clock.',
    zh: '在沙箱中对每一行运行你的 TypeScript 或 JavaScript 代码；沙箱没有网络、文件和时钟。',
  },
  inputs: { rows: { type: table() } },
  outputs: {
    rows: { type: table() },
    errors: {
      type: table({ row: 'int', file: 'string', position: 'string', reason: 'string' }, { open: false }),
    },
  },
  params: z.object({
    code: z
      .string()
      .max(200_000)
      .default('function map(row, index) {\n  return row;\n}\n')
      .describe(
        'Defines function map(row, index), which returns a row, a list of rows, or null to drop the row',
      )
      .meta({
        zh: '定义函数 map(row, index)，返回一行、多行（列表），或返回 null 以丢弃该行',
        format: 'code',
        language: 'javascript',
      }),
    columns: z
      .record(z.string().min(1), z.enum(['string', 'int', 'float', 'bool', 'json', 'vector']))
      .default({})
      .describe('Columns the code adds or whose type it changes')
      .meta({ zh: '代码新增的列，或改变了类型的列' }),
    keep_columns: z
      .boolean()
      .default(true)
      .describe('Keep the columns of the input; otherwise the output has only the columns above')
      .meta({ zh: '保留输入的列；否则输出只包含上面列出的列' }),
    on_error: z
      .enum(['list', 'fail'])
      .default('list')
      .describe('A row that fails is listed as an error, or fails the step at once')
      .meta({ zh: '某行出错时：列入错误表，或立即使该步骤失败' }),
    max_errors: z
      .number()
      .min(0)
      .default(0.1)
      .describe('Rows that may fail before the step fails: below 1 a share of all, from 1 on a number')
      .meta({ zh: '允许出错的行：小于 1 为占比，大于等于 1 为数量；超过则该步骤失败' }),
    row_steps: z
      .number()
      .min(0.01)
      .max(100_000)
      .default(20)
      .describe(
        'Most work for one row, in millions of steps: a step is a turn of a loop or a call of a function',
      )
      .meta({ zh: '单行最多执行的步数（百万步）：循环一次或调用一次函数为一步' }),
    memory_mb: z
      .int()
      .min(16)
      .max(1024)
      .default(64)
      .describe('Most memory the code may use, in MB')
      .meta({ zh: '代码可用的最大内存（MB）' }),
    cpu_seconds: z
      .number()
      .positive()
      .max(36_000)
      .default(300)
      .describe(
        'Most processor time for a batch of 1000 rows, in seconds; code that needs more ends the step',
      )
      .meta({ zh: '每批 1000 行最多占用的处理器时间（秒）；超出则步骤失败', key: false }),
  }),
  migrations: {
    // Version 2 counts steps where version 1 measured time, and lost the rows of a batch that ran out of it.
    1: ({ row_ms, batch_seconds, ...params }) => ({
      ...params,
      ...(typeof row_ms === 'number' ? { row_steps: Math.max(0.01, row_ms / MS_PER_MILLION_STEPS) } : {}),
      ...(typeof batch_seconds === 'number' ? { cpu_seconds: batch_seconds * 5 } : {}),
    }),
  },
  purity: 'seeded',
  shape: 'map',
  map: { over: 'rows', into: 'rows', errors: 'errors', segmentRows: 1000 },
});

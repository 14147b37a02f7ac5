import { defineNode, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'ingest.table',
  version: 1,
  stage: 'ingest',
  title: { en: 'Read table', zh: '读取表格' },
  description: {
    en: 'Reads a CSV, TSV, JSON Lines or Parquet file of any size into a table. Bad rows are listed with line and reason.',
    zh: '将任意大小的 CSV、TSV、JSON Lines 或 Parquet 文件读成表格；有问题的行会列出行号和原因。',
  },
  inputs: {},
  outputs: {
    rows: { type: table() },
    errors: {
      type: table({ row: 'int', file: 'string', position: 'string', reason: 'string' }, { open: false }),
    },
  },
  params: z.object({
    path: z
      .string()
      .min(1)
      .describe('The file: .csv, .tsv, .jsonl, .ndjson or .parquet')
      .meta({
        zh: '文件：.csv、.tsv、.jsonl、.ndjson 或 .parquet',
        format: 'path',
        accept: ['.csv', '.tsv', '.jsonl', '.ndjson', '.parquet'],
        key: false,
      }),
    format: z
      .enum(['auto', 'csv', 'tsv', 'jsonl', 'parquet'])
      .default('auto')
      .describe('Format of the file; auto goes by its ending')
      .meta({ zh: '文件格式；auto 表示按扩展名判断' }),
    text_column: z
      .string()
      .default('')
      .describe('Column that becomes "text"; rows without text are bad. Empty: columns keep their names')
      .meta({ zh: '作为 text 列的列名，缺少文本的行视为错误；留空则保持原列名' }),
    label_column: z
      .string()
      .default('')
      .describe('Column that becomes "label"; rows without a label are bad. Empty: columns keep their names')
      .meta({ zh: '作为 label 列的列名，缺少标签的行视为错误；留空则保持原列名' }),
    types: z
      .record(z.string(), z.enum(['string', 'int', 'float', 'bool', 'json', 'vector']))
      .default({})
      .describe(
        'Types of columns that should not be inferred, by name in the file; a value that does not fit makes its row bad',
      )
      .meta({ zh: '指定列类型（按文件中的列名），不再自动推断；不符合类型的行视为错误' }),
    header: z
      .enum(['auto', 'yes', 'no'])
      .default('auto')
      .describe('Whether the first row of a CSV names the columns')
      .meta({ zh: 'CSV 首行是否为列名' }),
    delimiter: z
      .string()
      .max(1)
      .default('')
      .describe('Character between fields of a CSV; empty to find out')
      .meta({ zh: 'CSV 字段分隔符；留空则自动判断' }),
    encoding: z
      .string()
      .max(40)
      .default('')
      .describe('Encoding of a text file, such as gb18030; empty to find out')
      .meta({ zh: '文本编码，如 gb18030；留空则自动判断' }),
    max_row_mb: z
      .number()
      .positive()
      .max(256)
      .default(8)
      .describe('Largest row of a text file, in millions of characters; a larger one is bad')
      .meta({ zh: '文本文件单行上限（百万字符），超过视为错误' }),
    max_errors: z
      .number()
      .min(0)
      .default(0.1)
      .describe('Rows that may be bad before the step fails: below 1 a share of all, from 1 on a number')
      .meta({ zh: '允许出错的行：小于 1 为占比，大于等于 1 为数量；超过则该步骤失败' }),
  }),
  purity: 'pure',
  outside: true,
  shape: 'task',
});

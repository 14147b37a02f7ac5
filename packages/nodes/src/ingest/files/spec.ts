import { defineNode, table } from '@weft/engine/graph';
import { z } from 'zod';
import { FORMATS } from '../lib/formats.ts';

export const DOCUMENT_COLUMNS = {
  document: 'string',
  title: 'string',
  source: 'string',
  language: 'string',
  text: 'string',
  headings: 'json',
  bytes: 'int',
  sha256: 'string',
} as const;

export const spec = defineNode({
  type: 'ingest.files',
  version: 3,
  stage: 'ingest',
  title: { en: 'Read files', zh: '读取文件' },
  description: {
    en: 'Reads text, Markdown, HTML, PDF and Word files into documents. Files that cannot be read are listed with the reason.',
    zh: '将文本、Markdown、HTML、PDF 和 Word 文件读成文档；无法读取的文件会列出原因。',
  },
  inputs: {},
  outputs: {
    documents: {
      type: table(DOCUMENT_COLUMNS, { open: false }),
    },
    errors: {
      type: table({ row: 'int', file: 'string', position: 'string', reason: 'string' }, { open: false }),
    },
  },
  params: z.object({
    path: z
      .string()
      .min(1)
      .describe('A file, a folder (with all below it) or a pattern such as docs/**/*.md')
      .meta({
        zh: '文件、文件夹（含子文件夹）或通配路径，如 docs/**/*.md',
        format: 'path',
        accept: Object.keys(FORMATS),
        key: false,
      }),
    max_mb: z
      .number()
      .positive()
      .max(1024)
      .default(64)
      .describe('Largest file that is read, in MB')
      .meta({ zh: '可读取的最大文件（MB）' }),
    seconds_per_file: z
      .number()
      .positive()
      .max(3600)
      .default(60)
      .describe(
        'Most processor time that reading one file may take, in seconds; a file that needs more ends the step',
      )
      .meta({ zh: '读取单个文件最多占用的处理器时间（秒）；超出则步骤失败', key: false }),
    exclude: z
      .array(z.string().min(1).max(1000))
      .max(1000)
      .default([])
      .describe('Files to leave out: their paths as they are listed, or patterns such as drafts/**')
      .meta({ zh: '要排除的文件：列表中显示的路径，或通配路径，如 drafts/**' }),
    max_errors: z
      .number()
      .min(0)
      .default(0.5)
      .describe('Files that may be bad before the step fails: below 1 a share of all, from 1 on a number')
      .meta({ zh: '允许出错的文件：小于 1 为占比，大于等于 1 为数量；超过则该步骤失败' }),
  }),
  migrations: {
    // Version 2 tells languages within their script; version 1 took English full of code words for Hindi.
    1: (params) => params,
    // Version 3 ends the step at a file that needs too much time or memory; version 2 went on without it.
    2: (params) => params,
  },
  purity: 'pure',
  outside: true,
  shape: 'map',
  map: { over: null, into: 'documents', errors: 'errors', segmentRows: 16 },
});

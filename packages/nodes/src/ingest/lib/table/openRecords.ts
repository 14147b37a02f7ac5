import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { NodeError } from '@weft/engine/node';
import iconv from 'iconv-lite';
import { NotTextError } from '../encoding.ts';
import { shownName } from '../fileNames.ts';
import { csvSource } from './csvSource.ts';
import { jsonlSource } from './jsonlSource.ts';
import type { RecordLimits, RecordSource } from './records.ts';
import { openTextFile } from './textFile.ts';

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet';

const FORMATS: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
};

export interface TableFile {
  readonly path: string;
  readonly format?: TableFormat;
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly encoding?: string;
}

/** Opens a table file by its format. @throws NodeError (input) that says what is wrong with the file or the params */
export async function openRecords(file: TableFile, limits: RecordLimits): Promise<RecordSource> {
  const { path, encoding } = file;
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new NodeError('input', 'ingest.no_such_path', `${shownName(path)} does not exist`);
  if (!found.isFile())
    throw new NodeError(
      'input',
      'ingest.not_a_file',
      `${shownName(path)} is no file; ingest.files reads folders`,
    );
  const format = file.format ?? FORMATS[extname(path).toLowerCase()];
  if (format === undefined) {
    const endings = Object.keys(FORMATS).join(', ');
    throw new NodeError(
      'input',
      'ingest.format',
      `${shownName(path)} ends in none of ${endings}; set the format`,
    );
  }
  // Loaded when first needed: the decompressors are large.
  if (format === 'parquet') return await (await import('./parquetSource.ts')).parquetSource(path, limits);
  const known = encoding === undefined || (iconv.encodingExists(encoding) as boolean);
  if (!known) {
    throw new NodeError(
      'input',
      'ingest.encoding',
      `"${encoding}" is no encoding Weft knows; try utf-8, gb18030, big5 or shift_jis`,
    );
  }
  try {
    const text = await openTextFile(path, encoding?.toLowerCase());
    if (format === 'jsonl') return jsonlSource(text, limits);
    const delimiter = file.delimiter ?? (format === 'tsv' ? '\t' : undefined);
    return await csvSource(text, { delimiter, header: file.header }, limits);
  } catch (error) {
    if (error instanceof NotTextError)
      throw new NodeError('input', 'ingest.not_text', `${shownName(path)}: ${error.message}`);
    throw error;
  }
}

import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import { z } from 'zod';

/**
 * The files of an index artifact:
 *
 *     index.json             what it is (below)
 *     rows.jsonl             row n: the chunk that vector n and text n belong to
 *     vectors.json, *.usearch|*.hnswlib   the vectors (`vector/`)
 *     lexical.bin            hybrid only: the words (`bm25/`)
 *     embedder/model.json …  what makes a vector of a question, when the index was given one
 *     reranker/…             what a trained re-ranker needs, when one was learned
 */
export const INDEX_FILE = 'index.json';
export const ROWS_FILE = 'rows.jsonl';
export const LEXICAL_FILE = 'lexical.bin';
export const EMBEDDER_PREFIX = 'embedder/';

export const indexFile = z.strictObject({
  format: z.literal('weft.index'),
  version: z.literal(1),
  kind: z.enum(['vector', 'hybrid']),
  rows: z.int().nonnegative(),
  dimensions: z.int().positive(),
  embedder: z.boolean(),
  fusion: z
    .strictObject({
      method: z.enum(['scores', 'ranks']),
      lexicalWeight: z.number().min(0).max(1),
      candidates: z.int().positive(),
    })
    .nullable(),
});
export type IndexFile = z.output<typeof indexFile>;

/** What an index remembers of each chunk. */
export interface IndexRow {
  readonly chunk: string;
  readonly document: string;
  readonly title: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export async function readIndexFile(files: ModelFiles): Promise<IndexFile> {
  const parsed = indexFile.safeParse(await files.json(INDEX_FILE));
  if (parsed.success) return parsed.data;
  throw new MlError(
    'input',
    'index.format',
    `this is not an index this Weft can read: ${z.prettifyError(parsed.error)}`,
  );
}

export async function readIndexRows(files: ModelFiles): Promise<IndexRow[]> {
  const text = (await files.read(ROWS_FILE)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as IndexRow);
}

export const writeIndexRows = (rows: readonly IndexRow[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

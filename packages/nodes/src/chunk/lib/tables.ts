import { table, type Columns, type Ports } from '@weft/engine/graph';
import type { Row } from '@weft/engine/node';
import type { Range } from './span.ts';

/** What a chunk node needs of its input; `title`, `source` and `headings` are used when they are there. */
export const DOCUMENT_COLUMNS = { document: 'string', text: 'string' } as const satisfies Columns;

/**
 * One row per chunk. `text` is `start` to `end` of the document's text, in UTF-16 units; `chunk` is the document
 * and the chunk's number in it; `heading_path` are the headings above the chunk, outermost first.
 */
export const CHUNK_COLUMNS = {
  chunk: 'string',
  document: 'string',
  title: 'string',
  source: 'string',
  text: 'string',
  start: 'int',
  end: 'int',
  heading_path: 'json',
  index: 'int',
} as const satisfies Columns;

export const CHUNK_PORTS = {
  inputs: { documents: { type: table(DOCUMENT_COLUMNS) } },
  outputs: { chunks: { type: table(CHUNK_COLUMNS, { open: false }) } },
} as const satisfies { inputs: Ports; outputs: Ports };

/** A document's text; a missing one is empty. */
export const textOf = (row: Row): string => (typeof row.text === 'string' ? row.text : '');

/** The rows of one document's chunks, those without any visible character left out unless asked for. */
export function chunkRows(
  document: Row,
  chunks: readonly (Range & { readonly path: readonly string[] })[],
  keepBlank: boolean,
): Row[] {
  const text = textOf(document);
  const id = typeof document.document === 'string' ? document.document : '';
  const rows: Row[] = [];
  for (const { start, end, path } of chunks) {
    const part = text.slice(start, end);
    if (!keepBlank && part.trim() === '') continue;
    rows.push({
      chunk: `${id}#${rows.length}`,
      document: id,
      title: typeof document.title === 'string' ? document.title : '',
      source: typeof document.source === 'string' ? document.source : id,
      text: part,
      start,
      end,
      heading_path: [...path],
      index: rows.length,
    });
  }
  return rows;
}

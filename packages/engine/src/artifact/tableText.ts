import type { Columns } from '../graph/index.ts';
import type { Cell, Row, TableInput } from '../node/artifact.ts';

/** Formats that a table can be written as, besides the Parquet it is stored in. */
export const TABLE_TEXTS = ['csv', 'jsonl', 'json'] as const;
export type TableText = (typeof TABLE_TEXTS)[number];

/** A JSON value of a cell: vectors as lists of numbers. */
export const plainCell = (value: Cell | undefined): unknown =>
  value instanceof Float32Array ? [...value] : (value ?? null);

export const plainRow = (row: Row, columns: Columns): Record<string, unknown> =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, plainCell(row[name])]));

/** One line of CSV (RFC 4180). Lists and objects are JSON; nothing stands for missing. */
export function csvLine(row: Row, columns: Columns): string {
  return Object.keys(columns)
    .map((name) => {
      const value = plainCell(row[name]);
      if (value === null) return '';
      return csvField(typeof value === 'string' ? value : JSON.stringify(value));
    })
    .join(',');
}

export const csvField = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The whole table as text, a piece per batch of rows, so that a table of any length needs one batch of memory. */
export async function* tableText(table: TableInput, format: TableText): AsyncGenerator<string> {
  const { columns } = table;
  const json = (row: Row) => JSON.stringify(plainRow(row, columns));
  if (format === 'csv') yield `${Object.keys(columns).map(csvField).join(',')}\n`;
  if (format === 'json') yield '[';
  let first = true;
  for await (const rows of table.batches()) {
    if (rows.length === 0) continue;
    switch (format) {
      case 'csv':
        yield `${rows.map((row) => csvLine(row, columns)).join('\n')}\n`;
        break;
      case 'jsonl':
        yield `${rows.map(json).join('\n')}\n`;
        break;
      case 'json':
        yield `${first ? '' : ','}\n${rows.map(json).join(',\n')}`;
    }
    first = false;
  }
  if (format === 'json') yield '\n]\n';
}

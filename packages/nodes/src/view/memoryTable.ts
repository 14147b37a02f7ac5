import type { ColumnType } from '@weft/engine/graph';
import type { Cell, ColumnFacts, Preview } from './preview.ts';
import type { PreviewOptions } from './types.ts';

export type TablePreview = Extract<Preview, { kind: 'table' }>;
/** Reads a page of a table, wherever it lies. */
export type ReadTable = (options: PreviewOptions) => Promise<TablePreview>;

/** Rows that are already here, served as a table of an artifact would be, so that one component shows both. */
export function memoryTable(
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly (readonly Cell[])[],
): ReadTable {
  const names = Object.keys(columns);
  const facts = names.map((name, at): ColumnFacts => ({
    name,
    type: columns[name]!,
    nulls: rows.filter((row) => row[at] === null).length,
    exact: true,
    sampled: rows.length,
    histogram: null,
    top: null,
  }));
  return async ({ offset = 0, limit = 100, sort }) => {
    const by = sort === undefined ? -1 : names.indexOf(sort.column);
    const sorted =
      by === -1
        ? rows
        : rows.toSorted((a, b) => compareCells(a[by]!, b[by]!) * (sort!.direction === 'asc' ? 1 : -1));
    const page = sorted.slice(offset, offset + limit);
    return { kind: 'table', hash: '', rows: rows.length, columns: facts, offset, page };
  };
}

/** Missing values stand last when ascending; texts compare as people sort them, figures as figures. */
export function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? 0 : x - y;
}

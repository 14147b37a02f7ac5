import type { Row, TableInput } from '@weft/engine/node';
import { WeftError } from '../../errors.ts';

/** Up to here a table is sorted exactly; above, people sort a copy. */
export const MOST_SORTED_ROWS = 200_000;

export interface Sort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** Row numbers by the values of one column, ascending; equal values keep their order, missing ones come last. */
export interface Order {
  readonly rows: Uint32Array;
  /** How many of them have a value. */
  readonly valued: number;
}

/** @throws WeftError bad_input for an unknown column, no_order, sort_too_long */
export function checkSort(table: Pick<TableInput, 'rows' | 'columns'>, { column }: Sort): void {
  const type = Object.hasOwn(table.columns, column) ? table.columns[column] : undefined;
  if (type === undefined)
    throw new WeftError('bad_input', {
      detail: { en: `There is no column "${column}".`, zh: `没有“${column}”列。` },
    });
  if (type === 'vector' || type === 'json') throw new WeftError('no_order', { column });
  if (table.rows > MOST_SORTED_ROWS)
    throw new WeftError('sort_too_long', { rows: MOST_SORTED_ROWS.toLocaleString('en') });
}

/** Reads that one column and nothing else. */
export async function orderBy(table: TableInput, column: string): Promise<Order> {
  const values: (string | number | boolean | null)[] = [];
  for await (const batch of table.batches(8192, [column]))
    for (const row of batch) values.push((row[column] ?? null) as string | number | boolean | null);
  const rows = Uint32Array.from(values.keys());
  rows.sort((a, b) => compare(values[a]!, values[b]!) || a - b);
  return { rows, valued: values.reduce<number>((count, value) => count + (isMissing(value) ? 0 : 1), 0) };
}

const isMissing = (value: unknown): boolean => value === null || Number.isNaN(value);

function compare(a: string | number | boolean | null, b: string | number | boolean | null): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}

/** Numbers of the rows at [offset, offset + limit) of the sorted table. */
export function pageOf(
  { rows, valued }: Order,
  { direction, offset, limit }: { direction: 'asc' | 'desc'; offset: number; limit: number },
): number[] {
  const end = Math.min(rows.length, offset + limit);
  return Array.from({ length: Math.max(0, end - offset) }, (_, i) => {
    const at = offset + i;
    return rows[direction === 'desc' && at < valued ? valued - 1 - at : at]!;
  });
}

/** The rows with these numbers, in this order. They are read by position, so each row group is decoded once. */
export async function readRows(table: TableInput, numbers: readonly number[]): Promise<Row[]> {
  const found = new Map<number, Row>();
  for (const number of [...numbers].sort((a, b) => a - b))
    found.set(number, (await table.read({ from: number, to: number + 1 }))[0]!);
  return numbers.map((number) => found.get(number)!);
}

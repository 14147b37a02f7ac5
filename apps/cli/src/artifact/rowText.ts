import type { Columns } from '@weft/engine/graph';
import type { Cell, Row } from '@weft/engine/node';
import { figure, printable } from '../view/format.ts';

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

const SHOWN_OF_VECTOR = 3;

/** A cell for a person: a vector is its first figures and its length. */
export function shownCell(value: Cell | undefined): string {
  if (value === null || value === undefined) return '–';
  if (value instanceof Float32Array) {
    const first = [...value.subarray(0, SHOWN_OF_VECTOR)].map(figure).join(' ');
    return value.length > SHOWN_OF_VECTOR ? `[${first} … ${value.length}]` : `[${first}]`;
  }
  if (typeof value === 'string') return printable(value);
  return typeof value === 'object' ? printable(JSON.stringify(value)) : String(value);
}

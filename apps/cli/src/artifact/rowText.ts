import type { Cell } from '@weft/engine/node';
import { figure, printable } from '../view/format.ts';

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

import type { ColumnType } from '@weft/engine/graph';
import type { Cell as StoredCell } from '@weft/engine/node';
import type { Cell } from '@weft/nodes/preview';

const SHOWN_OF_VECTOR = 8;
const SHOWN_CHARACTERS = 2000;
/** JSON is of use whole or not at all: a list of ten quoted passages has 6,000. */
const SHOWN_JSON = 10_000;

/** A cell as it is shown: short, and nothing that JSON cannot carry. */
export function shownCell(type: ColumnType, value: StoredCell | undefined): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Float32Array) return [...value.subarray(0, SHOWN_OF_VECTOR)].map(finite);
  if (type === 'json') {
    const text = JSON.stringify(value);
    return text.length > SHOWN_JSON ? { cut: cutText(text) } : { json: value };
  }
  if (typeof value === 'string') return value.length > SHOWN_CHARACTERS ? { cut: cutText(value) } : value;
  // JSON has no NaN and no infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return value as boolean;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** Never in the middle of a character. */
const cutText = (text: string): string => text.slice(0, SHOWN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');

import type { Cell } from './preview.ts';

/** A cell on one line, as text. Null stays null, so that a missing value never looks like an empty one. */
export function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (isVector(cell)) return `[${cell.map((x) => Number(x.toPrecision(3))).join(', ')}, …]`;
  return 'cut' in cell ? `${cell.cut}…` : JSON.stringify(cell.json);
}

export const isVector = (cell: Cell): cell is readonly number[] => Array.isArray(cell);

/** The content of a json cell; anything else as it is. */
export const jsonOf = (cell: Cell): unknown =>
  typeof cell === 'object' && cell !== null && 'json' in cell ? cell.json : cell;

/** Text of a cell where a text is expected; '' for anything else. */
export const textOf = (cell: Cell | undefined): string => {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'object' && cell !== null && 'cut' in cell ? `${cell.cut}…` : '';
};

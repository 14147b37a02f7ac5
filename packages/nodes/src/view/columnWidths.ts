import { cellText } from './cellText.ts';
import type { Cell, ColumnFacts } from './preview.ts';

const CHARACTER = 7;
const NARROWEST = 64;
const WIDEST = 360;
/** Rows that decide. Enough to see what a column usually holds. */
const LOOKED_AT = 30;

/**
 * Pixels for each column: what nine of ten of the first cells need, and the name with its type, within bounds. One very
 * long text must not push every other column out of sight.
 */
export function columnWidths(
  shown: readonly ColumnFacts[],
  rows: readonly (readonly Cell[])[],
  all: readonly ColumnFacts[],
): number[] {
  return shown.map((facts) => {
    const at = all.indexOf(facts);
    const lengths = rows
      .slice(0, LOOKED_AT)
      .map((row) => widthOf(cellText(row[at] ?? null) ?? ''))
      .toSorted((a, b) => a - b);
    const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
    const head = widthOf(facts.name) + facts.type.length + 2;
    return Math.round(Math.min(WIDEST, Math.max(NARROWEST, Math.max(usual, head) * CHARACTER + 16)));
  });
}

/** A Chinese character is about as wide as two Latin ones. Long texts need not be counted to their end. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text.slice(0, 80)) width += character > '\u2e7f' ? 2 : 1;
  return width;
}

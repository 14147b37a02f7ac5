import colors from 'picocolors';
import { clip, padEnd, padStart, width } from './width.ts';

export interface Column {
  readonly title: string;
  /** Figures stand right. Default left. */
  readonly align?: 'left' | 'right';
  readonly color?: (text: string) => string;
}

const GAP = '  ';
const NARROWEST = 6;

/**
 * Rows under titles, aligned. When the table is wider than `maxWidth`, the widest columns are cut first, as far as
 * needed; a table that is not for a terminal is never cut.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { maxWidth = Infinity }: { maxWidth?: number } = {},
): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(width(title), ...rows.map((row) => width(row[i] ?? ''))),
  );
  shrink(widths, maxWidth - GAP.length * (columns.length - 1));
  const line = (cells: readonly string[], paint: (text: string, i: number) => string) =>
    columns
      .map(({ align }, i) => {
        const text = clip(cells[i] ?? '', widths[i]!);
        const padded = align === 'right' ? padStart(text, widths[i]!) : padEnd(text, widths[i]!);
        return paint(padded, i);
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      (text) => colors.dim(text),
    ),
    ...rows.map((row) => line(row, (text, i) => columns[i]!.color?.(text) ?? text)),
  ];
}

function shrink(widths: number[], room: number): void {
  const total = () => widths.reduce((sum, each) => sum + each, 0);
  while (total() > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) return;
    widths[widest]! -= 1;
  }
}

import type { Preview } from '@weft/nodes/preview';

/** Something that was wrong when the code last ran, on the line of the code it came from. From 1. */
export interface LineProblem {
  readonly line: number;
  /** From 1; null: the whole line. */
  readonly column: number | null;
  readonly message: string;
  /** Rows it happened to; 0 when it stopped the step before any row. */
  readonly rows: number;
}

/** "line 3, column 7: …", "row 12, line 3: …", "line 3 of the code: …": how the sandbox tells a place. */
const PLACE = /(?:^|, |: )line (\d+)(?:, column (\d+))?(?: of the code)?: (.*)$/s;

/** The place and the reason in a message, or null when it names none. */
export function placeIn(message: string): { line: number; column: number | null; reason: string } | null {
  const found = PLACE.exec(message);
  if (found === null) return null;
  return {
    line: Number(found[1]),
    column: found[2] === undefined ? null : Number(found[2]),
    reason: found[3]!,
  };
}

/** What is known of the last run: the error that stopped it, and the rows that failed, told once per line. */
export function lineProblems(error: string | null, failed: Preview | null): LineProblem[] {
  const problems = new Map<number, LineProblem>();
  const place = error === null ? null : placeIn(error);
  if (place !== null)
    problems.set(place.line, { line: place.line, column: place.column, message: place.reason, rows: 0 });
  for (const { line, reason } of failed === null ? [] : failedRows(failed)) {
    const known = problems.get(line);
    problems.set(line, {
      line,
      column: known?.column ?? null,
      message: known?.message ?? reason,
      rows: (known?.rows ?? 0) + 1,
    });
  }
  return [...problems.values()].sort((a, b) => a.line - b.line);
}

const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell : '');

function failedRows(preview: Preview): { line: number; reason: string }[] {
  if (preview.kind !== 'table') return [];
  const at = (name: string) => preview.columns.findIndex((column) => column.name === name);
  const [position, reason] = [at('position'), at('reason')];
  return preview.page.flatMap((row) => {
    const line = /^line (\d+)$/.exec(textOf(row[position]))?.[1];
    return line === undefined ? [] : [{ line: Number(line), reason: textOf(row[reason]) }];
  });
}

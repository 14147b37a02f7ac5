import { formatNumber, type Row } from './compare.ts';

const HEAD = [
  'benchmark',
  'measure',
  'Weft',
  'peer',
  'peer has',
  'ratio',
  'min–max',
  'goal',
  'reached',
  'cpu/wall',
  'others',
  'peak MB',
] as const;
type Column = (typeof HEAD)[number];

const NUMERIC: ReadonlySet<Column> = new Set(['Weft', 'peer has', 'ratio']);

function cellsOf(row: Row): string[] {
  const times = (ratio: number) => `${formatNumber(ratio)}×`;
  const start = [row.benchmark, row.measure];
  if (row.skipped !== null)
    return [...start, '–', row.peer, '–', '–', `skipped: ${row.skipped}`, row.goal, row.reached, '', '', ''];
  return [
    ...start,
    formatNumber(row.ours),
    row.peer,
    formatNumber(row.theirs),
    times(row.ratio.median),
    `${times(row.ratio.min)}–${times(row.ratio.max)}`,
    row.goal,
    row.reached,
    `${row.cpuPerWall.ours.toFixed(2)} / ${row.cpuPerWall.theirs.toFixed(2)}`,
    `${Math.round(row.others * 100)} %`,
    `${Math.round(row.peakMb.ours)} / ${Math.round(row.peakMb.theirs)}`,
  ];
}

/** Columns aligned by padding, for a terminal. */
export function plainTable(rows: readonly Row[]): string {
  const lines = [[...HEAD], ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        NUMERIC.has(HEAD[column]!) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return [text[0], widths.map((width) => '─'.repeat(width)).join('  '), ...text.slice(1)].join('\n');
}

export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = HEAD.map((name) => (NUMERIC.has(name) ? '--:' : '---'));
  return [line(HEAD), line(rule), ...rows.map((row) => line(cellsOf(row)))].join('\n');
}

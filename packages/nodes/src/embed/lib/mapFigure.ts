import { textOf } from '../../view/cellText.ts';
import type { Figure } from '../../view/chartOptions.ts';
import type { TablePreview } from '../../view/memoryTable.ts';
import type { Cell } from '../../view/preview.ts';
import { project } from './projection.ts';

export interface MapFigure {
  readonly figure: Extract<Figure, { kind: 'points' }>;
  readonly count: number;
  /** Numbers of each vector that the map was made of; a preview gives the first few. */
  readonly components: number;
  readonly explained: number;
}

/** Colours that can be told apart; what is rarer shares one. */
const MOST_GROUPS = 7;
const TEXT = 80;

/** Offsets of `pages` pages of `rows` rows, spread evenly over a table, so that the map shows all of it. */
export function spreadOffsets(total: number, { pages, rows }: { pages: number; rows: number }): number[] {
  if (total <= rows) return [0];
  const last = total - rows;
  const count = Math.min(pages, Math.ceil(total / rows));
  return Array.from({ length: count }, (_, i) => Math.floor((i * last) / Math.max(1, count - 1)));
}

/** Vectors as points on a map, coloured by label or, where there is none, by document. Null without vectors. */
export function mapFigure(previews: readonly TablePreview[], others: string): MapFigure | null {
  const names = previews[0]?.columns.map(({ name }) => name) ?? [];
  const [vectorAt, textAt] = [names.indexOf('vector'), names.indexOf('text')];
  const groupAt = names.includes('label') ? names.indexOf('label') : names.indexOf('document');
  const rows = previews.flatMap(({ page }) => page).filter((row) => Array.isArray(row[vectorAt]));
  if (vectorAt === -1 || rows.length < 3) return null;
  const vectors = rows.map((row) => row[vectorAt] as readonly number[]);
  const { points, explained } = project(vectors);
  const groupOf = grouping(rows.map((row) => textOf(row[groupAt])));
  const groups = new Map<string, { x: number; y: number; label: string }[]>();
  for (const [i, [x, y]] of points.entries()) {
    const group = groupOf(textOf(rows[i]![groupAt])) ?? others;
    const label = excerpt(rows[i]![textAt] ?? null);
    groups.set(group, [...(groups.get(group) ?? []), { x, y, label: `${group}\n${label}` }]);
  }
  return {
    figure: { kind: 'points', groups: [...groups].map(([name, members]) => ({ name, points: members })) },
    count: rows.length,
    components: vectors[0]!.length,
    explained,
  };
}

/** The most frequent names keep their own group; null for the rest. */
function grouping(names: readonly string[]): (name: string) => string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const kept = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MOST_GROUPS)
      .map(([name]) => name),
  );
  return (name) => (kept.has(name) ? name : null);
}

const excerpt = (cell: Cell): string => {
  const text = textOf(cell).replaceAll(/\s+/g, ' ').trim();
  return text.length > TEXT ? `${text.slice(0, TEXT)}…` : text;
};

import type { ColumnType } from '@weft/engine/graph';
import type { Cell } from '@weft/engine/node';
import type { ColumnFacts } from '@weft/nodes/preview';

const BINS = 20;
/** More different values than this are not "few". */
const MOST_VALUES = 100;
const TOP = 12;
const SHOWN_VALUE = 100;

type Facts = Pick<ColumnFacts, 'nulls' | 'histogram' | 'top'>;

/** Takes the cells of one column in any order, then says what they are like. Keeps one number for each. */
export interface FactTaker {
  take(cell: Cell | undefined): void;
  facts(): Facts;
}

export function factTaker(type: ColumnType): FactTaker {
  const counted = type === 'string' || type === 'bool' || type === 'int';
  const measured = type === 'string' || type === 'int' || type === 'float';
  const measures: number[] = [];
  let counts: Map<string, number> | null = counted ? new Map() : null;
  let nulls = 0;
  return {
    take(cell) {
      if (cell === null || cell === undefined) {
        nulls += 1;
        return;
      }
      if (measured) {
        const measure = typeof cell === 'string' ? cell.length : (cell as number);
        if (Number.isFinite(measure)) measures.push(measure);
      }
      if (counts === null) return;
      // The whole value tells values apart; only what is shown of it is cut.
      const value = String(cell as string | number | boolean);
      counts.set(value, (counts.get(value) ?? 0) + 1);
      if (counts.size > MOST_VALUES) counts = null;
    },
    facts: () => ({
      nulls,
      histogram: measured ? histogram(measures, type === 'string' ? 'length' : 'value') : null,
      top: counts === null ? null : topOf(counts),
    }),
  };
}

/** Equal bins from the least to the greatest; null without values. */
export function histogram(values: readonly number[], of: 'value' | 'length'): ColumnFacts['histogram'] {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return null;
  const bins = Array.from({ length: BINS }, () => 0);
  // Halved first: the width of all that a double can hold is none itself.
  const step = (max / BINS - min / BINS) / BINS;
  for (const value of values) {
    // A difference too small to be divided is none.
    const bin = step === 0 ? 0 : Math.floor((value / BINS - min / BINS) / step);
    bins[Math.min(BINS - 1, Math.max(0, bin))]! += 1;
  }
  return { of, min, max, bins };
}

/** Most frequent first; null when no value comes twice among many, as with ids. */
function topOf(counts: ReadonlyMap<string, number>): ColumnFacts['top'] {
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (sorted.length > TOP && sorted[0]![1] === 1) return null;
  return sorted.slice(0, TOP).map(([value, count]) => ({
    value: value.length > SHOWN_VALUE ? `${value.slice(0, SHOWN_VALUE - 1)}…` : value,
    count,
  }));
}

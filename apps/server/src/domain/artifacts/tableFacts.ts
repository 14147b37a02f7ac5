import type { TableInput } from '@weft/engine/node';
import type { ColumnFacts } from '@weft/nodes/preview';
import { setImmediate as otherWork } from 'node:timers/promises';
import { factTaker } from './columnFacts.ts';

/** Up to here every row is looked at. */
const EXACT_ROWS = 50_000;
/** About a row group: what is decoded at once, and how long other requests wait. */
const STRETCH_ROWS = 8192;
const STRETCHES = 6;

/** Facts of every column: over all rows of a small table, else over stretches spread evenly over it. */
export async function tableFacts(table: TableInput): Promise<readonly ColumnFacts[]> {
  const columns = Object.entries(table.columns);
  const takers = columns.map(([, type]) => factTaker(type));
  let sampled = 0;
  for (const [from, to] of stretches(table.rows)) {
    const rows = await table.read({ from, to });
    sampled += rows.length;
    for (const [i, [name]] of columns.entries()) for (const row of rows) takers[i]!.take(row[name]);
    await otherWork();
  }
  return columns.map(([name, type], i) => ({
    name,
    type,
    ...takers[i]!.facts(),
    exact: sampled === table.rows,
    sampled,
  }));
}

/** Ranges of rows to look at, [from, to). The first and the last rows are among them. */
export function stretches(rows: number): [from: number, to: number][] {
  const all = Math.ceil(rows / STRETCH_ROWS);
  const wanted = rows <= EXACT_ROWS ? all : STRETCHES;
  return Array.from({ length: wanted }, (_, i) => {
    const stretch = wanted === all ? i : Math.round((i * (all - 1)) / (wanted - 1));
    return [stretch * STRETCH_ROWS, Math.min(rows, (stretch + 1) * STRETCH_ROWS)];
  });
}

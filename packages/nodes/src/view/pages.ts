import type { Cell } from './preview.ts';

/** Rows fetched at once. The API gives 200 at most; half of that arrives before a scroll has come to rest. */
export const PAGE_ROWS = 100;

/** What is known of a table while somebody scrolls through it. */
export interface Pages {
  /** Rows by page number. A page being fetched is not here yet. */
  readonly loaded: ReadonlyMap<number, readonly (readonly Cell[])[]>;
}

/** Pages that hold rows [from, to] and are neither loaded nor on their way. */
export function missingPages(
  { from, to }: { from: number; to: number },
  loaded: { has(page: number): boolean },
  asked: { has(page: number): boolean },
): number[] {
  if (to < from) return [];
  const first = Math.floor(Math.max(0, from) / PAGE_ROWS);
  const last = Math.floor(to / PAGE_ROWS);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
    (page) => !loaded.has(page) && !asked.has(page),
  );
}

export const rowAt = ({ loaded }: Pages, row: number): readonly Cell[] | null =>
  loaded.get(Math.floor(row / PAGE_ROWS))?.[row % PAGE_ROWS] ?? null;

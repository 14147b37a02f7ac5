import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { cellText } from './cellText.ts';
import { ColumnHead } from './ColumnHead.tsx';
import { columnWidths } from './columnWidths.ts';
import { formats } from './format.ts';
import type { ReadTable } from './memoryTable.ts';
import { rowAt } from './pages.ts';
import { Quiet, Skeleton } from './parts.tsx';
import type { Cell, ColumnFacts } from './preview.ts';
import { Record as RecordPanel } from './Record.tsx';
import type { PreviewOptions } from './types.ts';
import { usePages } from './usePages.ts';
import { bilingual, type Language } from './words.ts';

const words = bilingual(
  { empty: 'No rows.', table: 'Rows', missing: 'missing', failed: 'The rows could not be read.' },
  { empty: '没有行。', table: '数据行', missing: '缺失', failed: '无法读取数据行。' },
);

const ROW = 24;
/** Types whose values have an order that means something. */
const ORDERED: ReadonlySet<ColumnFacts['type']> = new Set(['string', 'int', 'float', 'bool']);

/** A row as the owner of a table sees it: its cells by column name. */
export type RowCells = Readonly<Record<string, Cell>>;

/**
 * A table of any length: rows are fetched as they come into view, columns say their type, what is missing in them and
 * how values are spread, and a press on a head sorts on the server. A row opens below with its values whole.
 */
export function Table({
  read,
  id,
  language,
  size,
  columns: wanted,
  height = size === 'inline' ? 168 : 420,
  sortable = true,
  render,
  onRow,
}: {
  read: ReadTable;
  /** Names the content: another id starts from the first row. */
  id: string;
  language: Language;
  size: 'inline' | 'large';
  /** Which columns, in this order. Default: all. */
  columns?: readonly string[];
  /** Pixels. A table of fewer rows is lower. */
  height?: number;
  sortable?: boolean;
  /** Draws a cell; undefined leaves it as text. */
  render?: (column: string, cell: Cell, row: RowCells) => ReactNode;
  /** What a press on a row does. Default: the row opens below the table when it is large. */
  onRow?: (row: RowCells, at: number) => void;
}) {
  const say = words(language);
  const [sort, setSort] = useState<PreviewOptions['sort']>();
  const [open, setOpen] = useState<number | null>(null);
  const table = usePages(read, id, sort);
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(
    () =>
      wanted === undefined
        ? table.columns
        : wanted.flatMap((name) => table.columns.find((facts) => facts.name === name) ?? []),
    [table.columns, wanted],
  );
  const widths = useMemo(
    () => columnWidths(columns, table.loaded.get(0) ?? [], table.columns),
    [columns, table],
  );
  const virtual = useVirtualizer({
    count: table.rows ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { want } = table;
  useEffect(() => want(first, last), [first, last, want]);

  if (table.rows === null)
    return table.failed === null ? (
      <Skeleton />
    ) : (
      <p role="alert" className="px-1 py-2 text-sm text-failed">
        {say.failed} {table.failed}
      </p>
    );
  if (table.rows === 0) return <Quiet>{say.empty}</Quiet>;

  const tall = size === 'large';
  const headHeight = tall ? 64 : 30;
  const grid = { gridTemplateColumns: widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ') };
  const press = (at: number) => {
    const row = cellsOf(table.columns, rowAt(table, at));
    if (row === null) return;
    if (onRow !== undefined) onRow(row, at);
    else if (tall) setOpen((was) => (was === at ? null : at));
  };
  const pressable = onRow !== undefined || tall;
  const opened = open === null ? null : cellsOf(table.columns, rowAt(table, open));

  return (
    <div className="min-w-0">
      <div
        ref={scroller}
        role="table"
        aria-label={say.table}
        aria-rowcount={table.rows + 1}
        aria-colcount={columns.length}
        tabIndex={0}
        className="nowheel nodrag relative overflow-auto rounded-sm border border-line bg-surface"
        style={{ height: Math.min(height, headHeight + table.rows * ROW + 14) }}
      >
        <div className="relative" style={{ minWidth: widths.reduce((sum, width) => sum + width, 0) }}>
          <div
            role="row"
            aria-rowindex={1}
            className="sticky top-0 z-10 grid border-b border-line bg-sunken text-sm"
            style={{ ...grid, height: headHeight }}
          >
            {columns.map((facts) => (
              <div
                key={facts.name}
                role="columnheader"
                className="min-w-0"
                aria-sort={
                  sort?.column !== facts.name ? 'none' : sort.direction === 'asc' ? 'ascending' : 'descending'
                }
              >
                <ColumnHead
                  facts={facts}
                  language={language}
                  tall={tall}
                  sorted={sort?.column === facts.name ? sort.direction : null}
                  onSort={
                    sortable && ORDERED.has(facts.type) ? () => setSort(nextSort(sort, facts.name)) : null
                  }
                />
              </div>
            ))}
          </div>
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const cells = cellsOf(table.columns, rowAt(table, index));
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  tabIndex={pressable ? 0 : undefined}
                  onClick={pressable ? () => press(index) : undefined}
                  onKeyDown={pressable ? (event) => event.key === 'Enter' && press(index) : undefined}
                  className={`absolute inset-x-0 grid border-b border-line/60 text-sm ${
                    open === index ? 'bg-selected' : pressable ? 'hover:bg-hover' : ''
                  }`}
                  style={{ ...grid, height: ROW, transform: `translateY(${start}px)` }}
                >
                  {columns.map((facts) => (
                    <div key={facts.name} role="cell" className="min-w-0 truncate px-2 leading-6">
                      {cells === null ? null : (
                        <OneCell
                          facts={facts}
                          cell={cells[facts.name] ?? null}
                          drawn={render?.(facts.name, cells[facts.name] ?? null, cells)}
                          language={language}
                        />
                      )}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {opened !== null && (
        <RecordPanel
          row={opened}
          columns={table.columns}
          at={open!}
          language={language}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

function OneCell({
  facts,
  cell,
  drawn,
  language,
}: {
  facts: ColumnFacts;
  cell: Cell;
  drawn: ReactNode;
  language: Language;
}) {
  if (drawn !== undefined) return <>{drawn}</>;
  if (cell === null) return <span className="text-xs text-ink-3 italic">{words(language).missing}</span>;
  if (typeof cell === 'number')
    return (
      <span className="block truncate text-right font-mono">
        {facts.type === 'int' ? cell : formats(language).short(cell)}
      </span>
    );
  const text = cellText(cell);
  return facts.type === 'string' ? <>{text}</> : <span className="font-mono text-xs text-ink-2">{text}</span>;
}

const cellsOf = (columns: readonly ColumnFacts[], cells: readonly Cell[] | null): RowCells | null =>
  cells === null ? null : Object.fromEntries(columns.map((facts, i) => [facts.name, cells[i] ?? null]));

/** Ascending, descending, as it lies. */
function nextSort(sort: PreviewOptions['sort'], column: string): PreviewOptions['sort'] {
  if (sort?.column !== column) return { column, direction: 'asc' };
  return sort.direction === 'asc' ? { column, direction: 'desc' } : undefined;
}

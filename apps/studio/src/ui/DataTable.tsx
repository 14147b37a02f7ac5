import { flexRender, getCoreRowModel, useReactTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useMessages } from '../i18n/index.ts';
import { messages } from './messages.ts';

export interface DataColumn<Row> {
  readonly id: string;
  /** Shown in the head; the accessible name of sorting. */
  readonly title: string;
  /** More in the head than the title: types, null bars. */
  readonly head?: ReactNode;
  readonly cell: (row: Row, at: number) => ReactNode;
  /** Pixels. Default: what is left, in equal parts. */
  readonly width?: number;
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface DataTableProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row, at: number) => string | number;
  readonly sort?: Sort | null;
  /** The rows are sorted by whoever has all of them; this only asks. */
  readonly onSortChange?: (sort: Sort | null) => void;
  readonly onRowSelect?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  /** Shown instead of rows when there are none. */
  readonly empty?: ReactNode;
  /** Of a row, in pixels. Default 28. */
  readonly rowHeight?: number;
  /** Rows of the whole table, where `rows` is a part of it. */
  readonly total?: number;
  /** The scrolling box: give it a height. */
  readonly className?: string;
}

/** Rows under fixed heads. Only those in sight are in the page, so a hundred thousand scroll like ten. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  sort = null,
  onSortChange,
  onRowSelect,
  isSelected,
  empty,
  rowHeight = 28,
  total = rows.length,
  className,
}: DataTableProps<Row>) {
  const t = useMessages(messages);
  const box = useRef<HTMLDivElement>(null);
  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<Row> => ({
        id: column.id,
        header: () => column.head ?? column.title,
        cell: ({ row }) => column.cell(row.original, row.index),
      })),
    [columns],
  );
  const table = useReactTable({
    columns: defs,
    data: rows as Row[],
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row, at) => String(rowKey(row, at)),
  });
  const all = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const inSight = virtual.getVirtualItems();
  const above = inSight[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const columnOf = new Map(columns.map((column) => [column.id, column]));
  return (
    <div ref={box} className={clsx('overflow-auto', className)} tabIndex={0} role="region" aria-label={label}>
      <table
        aria-rowcount={total + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-left"
      >
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={width === undefined ? undefined : { width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-sunken">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => {
                const column = columnOf.get(header.column.id)!;
                const direction = sort?.column === column.id ? sort.direction : null;
                return (
                  <th
                    key={header.id}
                    scope="col"
                    aria-sort={
                      direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'
                    }
                    className={clsx(
                      'h-7 truncate border-b border-line px-2 text-sm font-medium text-ink-2',
                      column.align === 'end' && 'text-right',
                    )}
                  >
                    {column.sortable === true && onSortChange !== undefined ? (
                      <button
                        type="button"
                        className="inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink"
                        aria-label={sortWord(t, column.title, direction)}
                        onClick={() => onSortChange(nextSort(column.id, direction))}
                      >
                        <span className="truncate">
                          {flexRender(header.column.columnDef.header, header.getContext())}
                        </span>
                        <SortIcon direction={direction} />
                      </button>
                    ) : (
                      flexRender(header.column.columnDef.header, header.getContext())
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {all.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="p-3 text-ink-2">
                {empty ?? t('empty')}
              </td>
            </tr>
          )}
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {inSight.map(({ index }) => {
            const row = all[index]!;
            const selected = isSelected?.(row.original) ?? false;
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                aria-selected={isSelected === undefined ? undefined : selected}
                style={{ height: rowHeight }}
                tabIndex={onRowSelect === undefined ? undefined : 0}
                className={clsx(selected && 'bg-selected', onRowSelect !== undefined && 'hover:bg-hover')}
                onClick={() => onRowSelect?.(row.original)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget)
                    onRowSelect?.(row.original);
                }}
              >
                {row.getVisibleCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={clsx(
                      'truncate border-b border-line px-2',
                      columnOf.get(cell.column.id)?.align === 'end' && 'text-right',
                    )}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

/** Unsorted, up, down, unsorted. */
export const nextSort = (column: string, direction: Sort['direction'] | null): Sort | null =>
  direction === 'desc' ? null : { column, direction: direction === null ? 'asc' : 'desc' };

type Translated = ReturnType<typeof useMessages<(typeof messages)['en']>>;
const sortWord = (t: Translated, column: string, direction: Sort['direction'] | null): string =>
  direction === null
    ? t('sortUp', { column })
    : direction === 'asc'
      ? t('sortDown', { column })
      : t('sortNone');

function SortIcon({ direction }: { readonly direction: Sort['direction'] | null }) {
  const Icon = direction === null ? ChevronsUpDown : direction === 'asc' ? ArrowUp : ArrowDown;
  return <Icon aria-hidden className={clsx('size-3 shrink-0', direction === null && 'opacity-50')} />;
}

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tr aria-hidden>
    <td colSpan={columns} style={{ height }} />
  </tr>
);

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Cell, ColumnFacts } from './preview.ts';
import type { ReadTable } from './memoryTable.ts';
import { missingPages, PAGE_ROWS, type Pages } from './pages.ts';
import type { PreviewOptions } from './types.ts';

export interface PagedTable extends Pages {
  readonly rows: number | null;
  readonly columns: readonly ColumnFacts[];
  readonly failed: string | null;
  /** Fetches what is not here of rows [from, to]. Safe to call on every scroll. */
  readonly want: (from: number, to: number) => void;
}

interface State {
  readonly rows: number | null;
  readonly columns: readonly ColumnFacts[];
  readonly loaded: ReadonlyMap<number, readonly (readonly Cell[])[]>;
  readonly failed: string | null;
}
const EMPTY: State = { rows: null, columns: [], loaded: new Map(), failed: null };

/** Rows of a table as they come into view. `key` names the content: another key forgets what was read. */
export function usePages(read: ReadTable, key: string, sort: PreviewOptions['sort']): PagedTable {
  const [state, setState] = useState<State>(EMPTY);
  const source = `${key}|${sort?.column ?? ''}|${sort?.direction ?? ''}`;
  const current = useRef({ source, asked: new Set<number>(), loaded: EMPTY.loaded });

  const fetchPage = useCallback(
    (page: number) => {
      const { source: from, asked } = current.current;
      asked.add(page);
      read({ offset: page * PAGE_ROWS, limit: PAGE_ROWS, sort }).then(
        (preview) => {
          if (current.current.source !== from) return;
          const loaded = new Map(current.current.loaded).set(page, preview.page);
          current.current.loaded = loaded;
          setState({ rows: preview.rows, columns: preview.columns, loaded, failed: null });
        },
        (error: unknown) => {
          asked.delete(page);
          if (current.current.source === from)
            setState((before) => ({
              ...before,
              failed: error instanceof Error ? error.message : String(error),
            }));
        },
      );
    },
    // `sort` is named by `source`; a new object with the same meaning must not refetch.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [read, source],
  );

  useEffect(() => {
    current.current = { source, asked: new Set(), loaded: new Map() };
    // Columns and the number of rows stay on screen while the rows are read in another order.
    setState((before) => ({ ...before, loaded: new Map(), failed: null }));
    fetchPage(0);
  }, [source, fetchPage]);

  const want = useCallback(
    (from: number, to: number) => {
      const { loaded, asked } = current.current;
      for (const page of missingPages({ from, to }, loaded, asked)) fetchPage(page);
    },
    [fetchPage],
  );
  return { ...state, want };
}

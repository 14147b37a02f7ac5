import { lazy, Suspense, useCallback, type ComponentProps } from 'react';
import type { ReadTable } from './memoryTable.ts';
import { Skeleton } from './parts.tsx';
import type { ViewProps } from './types.ts';

/** Views are also loaded for the one figure they say of a step; tables come when one is shown. */
const Table = lazy(async () => ({ default: (await import('./Table.tsx')).Table }));

/** The table on an output port, read page by page. */
export function OutputTable({
  step,
  read,
  port,
  size,
  language,
  ...table
}: Pick<ViewProps, 'step' | 'read' | 'size' | 'language'> & { port: string } & Omit<
    ComponentProps<typeof Table>,
    'read' | 'id' | 'size' | 'language'
  >) {
  const readTable = useReadTable(read, port);
  const hash = step.outputs[port]?.hash;
  if (hash === undefined) return null;
  return (
    <Suspense fallback={<Skeleton className="h-40" />}>
      <Table read={readTable} id={hash} size={size} language={language} {...table} />
    </Suspense>
  );
}

/** A reader of one output port that is known to hold a table. */
export function useReadTable(read: ViewProps['read'], port: string): ReadTable {
  return useCallback<ReadTable>(
    async (options) => {
      const preview = await read(port, options);
      if (preview.kind !== 'table')
        throw new TypeError(`output "${port}" holds ${preview.kind}, not a table`);
      return preview;
    },
    [read, port],
  );
}

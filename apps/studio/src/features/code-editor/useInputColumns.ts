import type { Columns, ColumnType } from '@weft/engine/graph';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { specOf, useGraph, useWires } from '../../document/index.ts';
import { readPreview, useRuns } from '../../runs/index.ts';

/**
 * Columns that the rows of a node's inputs have: those its upstream ports promise, and those the last run's tables really
 * had. Looked up while code is edited, not for every cell.
 */
export function useInputColumns(nodeId: string): Columns {
  const wires = useWires(nodeId);
  const { document } = useGraph();
  const sources = useMemo(
    () =>
      wires
        .map(([, edge]) => edge)
        .filter(({ to }) => to.node === nodeId)
        .map(({ from }) => from),
    [wires, nodeId],
  );
  const runId = useRuns(({ run }) => run?.runId ?? null);
  const steps = useRuns((state) => state.steps);
  const tables = useQueries({
    queries: sources.map(({ node, port }) => {
      const output = steps.get(node)?.outputs[port];
      return {
        queryKey: ['columns-of', output?.hash ?? null],
        enabled: runId !== null && output?.kind === 'table',
        staleTime: Infinity,
        queryFn: async (): Promise<Columns> => {
          const preview = await readPreview({
            runId: runId!,
            nodeId: node,
            port,
            hash: output!.hash,
            options: { limit: 1 },
          });
          return preview.kind === 'table'
            ? Object.fromEntries(preview.columns.map(({ name, type }) => [name, type]))
            : {};
        },
      };
    }),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    const columns: Record<string, ColumnType> = {};
    for (const [i, { node, port }] of sources.entries()) {
      const upstream = document.nodes[node];
      const type = upstream === undefined ? undefined : specOf(upstream)?.outputs[port]?.type;
      Object.assign(columns, type?.kind === 'table' ? type.columns : {}, tables[i]);
    }
    return columns;
  }, [sources, document, tables]);
}

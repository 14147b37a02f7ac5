import type { WireChange } from '../../runs/index.ts';

type Two<T> = readonly [T | null, T | null];

/** One node in two runs, as the server tells it: first the newer run, then the older. */
export interface ComparedNode {
  readonly nodeId: string;
  readonly metrics: Readonly<Record<string, Two<number>>>;
  readonly outputs: Readonly<Record<string, Two<string>>>;
  readonly params: readonly WireChange[];
}

/** A metric before and after. */
export interface MetricRow {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
  /** after − before; null when one is missing. */
  readonly difference: number | null;
  /** Relative to before; null when that is 0 or missing. */
  readonly relative: number | null;
}

export interface OutputRow {
  readonly port: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Equal hash, equal bytes. */
  readonly equal: boolean;
}

export interface NodeComparison {
  readonly nodeId: string;
  readonly metrics: readonly MetricRow[];
  readonly outputs: readonly OutputRow[];
  readonly changes: readonly WireChange[];
  readonly differs: boolean;
  /** In which of the two runs there is such a node at all; `both` when it left something in both. */
  readonly onlyIn: 'before' | 'after' | 'both';
}

/** Nodes that differ first, each with its parts in a steady order. Of equal ones the order of the server stays. */
export function comparisonOf(nodes: readonly ComparedNode[]): readonly NodeComparison[] {
  const compared = nodes.map((node): NodeComparison => {
    const metrics = Object.entries(node.metrics)
      .map(([name, [after, before]]) => metricRow(name, before, after))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const outputs = Object.entries(node.outputs)
      .map(([port, [after, before]]) => ({ port, before, after, equal: after === before }))
      .toSorted((a, b) => (a.port < b.port ? -1 : 1));
    const rows = [...metrics, ...outputs];
    const has = (side: 'before' | 'after') => rows.some((row) => row[side] !== null);
    const differs =
      node.params.length > 0 ||
      outputs.some(({ equal }) => !equal) ||
      metrics.some(({ before, after }) => before !== after);
    return {
      nodeId: node.nodeId,
      metrics,
      outputs,
      changes: node.params,
      differs,
      onlyIn: has('before') === has('after') ? 'both' : has('before') ? 'before' : 'after',
    };
  });
  return [...compared.filter(({ differs }) => differs), ...compared.filter(({ differs }) => !differs)];
}

function metricRow(name: string, before: number | null, after: number | null): MetricRow {
  const difference = before === null || after === null ? null : after - before;
  const relative =
    difference === null || before === 0 || before === null ? null : difference / Math.abs(before);
  return { name, before, after, difference, relative };
}

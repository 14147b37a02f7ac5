/** Formats in which an output can be taken away: open ones, that other tools read. */
export interface Download {
  readonly port: string;
  readonly format: 'Parquet' | 'CSV' | 'JSON Lines' | 'file';
  readonly href: string;
}

const TABLE = [
  ['Parquet', 'parquet'],
  ['CSV', 'csv'],
  ['JSON Lines', 'jsonl'],
] as const;

/** Where each output of a step can be had, as files. The right to them comes through the run. */
export function downloads(
  runId: string,
  nodeId: string,
  outputs: Readonly<Record<string, { readonly kind: string }>>,
): Download[] {
  return Object.entries(outputs).flatMap(([port, { kind }]): Download[] => {
    const base = `/files/artifacts/${encodeURIComponent(runId)}/${encodeURIComponent(nodeId)}/${encodeURIComponent(port)}`;
    return kind === 'table'
      ? TABLE.map(([format, as]) => ({ port, format, href: `${base}?as=${as}` }))
      : [{ port, format: 'file', href: `${base}?as=raw` }];
  });
}

/** One file of an index, model or report. */
export const fileHref = (href: string, file: string): string => `${href}&file=${encodeURIComponent(file)}`;

import { hash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { canonicalJson } from '@weft/engine/graph';
import { implement, NodeError, type NodeContext, type Row } from '@weft/engine/node';
import { shownName } from '../lib/fileNames.ts';
import { inferColumn, type ColumnInference } from '../lib/table/columnTypes.ts';
import { openRecords } from '../lib/table/openRecords.ts';
import { MOST_COLUMNS, type RecordSource } from '../lib/table/records.ts';
import { planColumns, shapeRow, type PlannedColumn } from '../lib/table/tableShape.ts';
import { refuseTooManyErrors } from '../lib/tooManyErrors.ts';
import { spec } from './spec.ts';

/**
 * Reads the file twice: once to learn its columns and their types, once to write the table. A sample would be faster
 * and wrong: the one value that is no number may stand in the last row.
 */
export const executor = implement(spec, {
  async run(ctx) {
    const { params } = ctx;
    const limits = { rowChars: Math.floor(params.max_row_mb * 1_000_000), columns: MOST_COLUMNS };
    const source = await openRecords(
      {
        path: resolve(params.path),
        format: params.format === 'auto' ? undefined : params.format,
        delimiter: params.delimiter || undefined,
        header: params.header === 'auto' ? undefined : params.header === 'yes',
        encoding: params.encoding || undefined,
      },
      limits,
    );
    const { inferred, total } = await learn(source, ctx.signal);
    const columns = planColumns(source.columns, inferred, params);
    if (columns.length === 0) throw new NodeError('input', 'ingest.empty_table', 'the file holds no rows');
    const { errors, outputs } = await write(ctx, { source, columns, total });
    return { outputs, metrics: { rows_in: total, rows_out: total - errors, errors } };
  },

  // The folder does not count, so a moved project finds its results again; the name does, since it says the format.
  async outside({ path }, tools) {
    const content = await tools.hashFile(resolve(path)).catch((error: Error) => {
      throw new NodeError(
        'input',
        'ingest.no_such_path',
        `${shownName(path)} cannot be read: ${error.message}`,
      );
    });
    return hash('sha256', canonicalJson([basename(path), content]));
  },
});

async function learn(source: RecordSource, signal: AbortSignal) {
  const inferences: ColumnInference[] = [];
  let total = 0;
  for await (const records of source.batches()) {
    signal.throwIfAborted();
    total += records.length;
    while (inferences.length < source.columns.length) inferences.push(inferColumn(source.textual));
    for (const record of records) {
      if ('values' in record)
        for (let i = 0; i < inferences.length; i++) inferences[i]!.see(record.values[i]);
    }
  }
  return { inferred: inferences.map((inference) => inference.type()), total };
}

async function write(
  ctx: NodeContext<{ path: string; max_errors: number }>,
  { source, columns, total }: { source: RecordSource; columns: readonly PlannedColumn[]; total: number },
) {
  const table = ctx.table(Object.fromEntries(columns.map(({ name, type }) => [name, type])));
  const errorTable = ctx.table({ row: 'int', file: 'string', position: 'string', reason: 'string' });
  const file = shownName(basename(ctx.params.path));
  let done = 0;
  let errors = 0;
  let first: string | undefined;
  for await (const records of source.batches()) {
    ctx.signal.throwIfAborted();
    const rows: Row[] = [];
    const bad: Row[] = [];
    for (const record of records) {
      const row = 'values' in record ? shapeRow(record.values, columns, source.textual) : record.reason;
      if (typeof row !== 'string') rows.push(row);
      else bad.push({ row: done, file, position: `${source.place} ${record.line}`, reason: row });
      done++;
    }
    first ??= bad[0] && `${bad[0].position as string}: ${bad[0].reason as string}`;
    errors += bad.length;
    await table.write(rows);
    await errorTable.write(bad);
    ctx.progress(done, total, 'rows');
  }
  refuseTooManyErrors({ errors, total, limit: ctx.params.max_errors }, 'rows', first);
  if (errors > 0) ctx.warn(`${errors} of ${total} rows could not be handled`, errors);
  return { outputs: { rows: await table.close(), errors: await errorTable.close() }, errors };
}

import type { Columns } from '@weft/engine/graph';
import {
  implement,
  NodeError,
  tableInput,
  type NodeContext,
  type Row,
  type RowError,
} from '@weft/engine/node';
import { outputRow, rowsAsJson } from '../lib/outputRow.ts';
import type { RowOutcome } from '../lib/sandbox.ts';
import { sandboxClient } from '../lib/sandboxClient.ts';
import { spec } from './spec.ts';

/** The first reason of each attempt, for the message when too many rows fail. */
const firstReasons = new WeakMap<object, string>();

const mostErrors = (limit: number, rows: number): number => Math.floor(limit < 1 ? limit * rows : limit);

export const executor = implement(spec, {
  async open(ctx) {
    const { params, seed, signal } = ctx;
    const input = tableInput(ctx.inputs, 'rows');
    const columns: Columns = params.keep_columns ? { ...input.columns, ...params.columns } : params.columns;
    if (Object.keys(columns).length === 0) {
      throw new NodeError(
        'input',
        'code.no_columns',
        'the output has no columns: name them under columns, or keep those of the input',
      );
    }
    const sandbox = sandboxClient({ memoryMb: params.memory_mb, batchCpuMs: params.cpu_seconds * 1000 });
    try {
      const checked = await sandbox.check(params.code);
      if ('problem' in checked) {
        const { line, column, message } = checked.problem;
        throw new NodeError('input', 'code.syntax', `line ${line}, column ${column}: ${message}`);
      }
      const allowed = params.on_error === 'fail' ? 0 : mostErrors(params.max_errors, input.rows);
      return {
        columns,
        async batch(rows, at) {
          const batch = {
            code: checked.code,
            rows: rowsAsJson(rows),
            count: rows.length,
            at,
            seed,
            rowSteps: params.row_steps,
            // With more than these the step fails anyway: endless loops need not run to the last row first.
            mostOverspent: allowed,
          };
          const reply = await sandbox.run(batch, signal);
          if ('broken' in reply)
            throw new NodeError('input', 'code.broken', `${inLine(reply.line)}${reply.broken}`);
          for (const line of reply.logged) ctx.log('info', line);
          const { made, errors } = collect(reply.outcomes, columns);
          const first = errors[0];
          if (first !== undefined) {
            const said = `row ${at + first.row}${first.position === undefined ? '' : `, ${first.position}`}: ${first.reason}`;
            if (params.on_error === 'fail') throw new NodeError('input', 'code.row_failed', said);
            if (!firstReasons.has(ctx)) firstReasons.set(ctx, said);
            if (errors.length > allowed)
              throw tooManyErrors(ctx, { errors: errors.length, rows: input.rows });
          }
          return { rows: made, errors };
        },
        close: () => sandbox.close(),
      };
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  },

  async finish(ctx, { rowsIn, errors }) {
    if (errors > mostErrors(ctx.params.max_errors, rowsIn))
      throw tooManyErrors(ctx, { errors, rows: rowsIn });
    return {};
  },
});

function tooManyErrors(
  ctx: NodeContext<{ max_errors: number }>,
  { errors, rows }: { errors: number; rows: number },
): NodeError {
  const first = firstReasons.get(ctx);
  return new NodeError(
    'input',
    'code.too_many_errors',
    `${errors} of ${rows} rows failed, more than max_errors (${ctx.params.max_errors}) allows.${first === undefined ? '' : ` The first: ${first}`}`,
  );
}

/** The rows in order; of a row that gives any bad one, none is taken. */
function collect(outcomes: readonly RowOutcome[], columns: Columns): { made: Row[]; errors: RowError[] } {
  const made: Row[] = [];
  const errors: RowError[] = [];
  for (const outcome of outcomes) {
    if ('error' in outcome) {
      const position = outcome.line === undefined ? undefined : `line ${outcome.line}`;
      errors.push({ row: outcome.row, position, reason: outcome.error });
      continue;
    }
    const rows = outcome.rows.map((value) => outputRow(value, columns));
    const bad = rows.find((row) => typeof row === 'string');
    if (bad === undefined) made.push(...(rows as Row[]));
    else errors.push({ row: outcome.row, reason: bad });
  }
  return { made, errors };
}

const inLine = (line: number | undefined): string => (line === undefined ? '' : `line ${line} of the code: `);

import type { Columns } from '@weft/engine/graph';
import { implement, NodeError, tableInput, type Row, type RowError } from '@weft/engine/node';
import { outputRow, rowsAsJson } from '../lib/outputRow.ts';
import type { RowOutcome } from '../lib/sandbox.ts';
import { sandboxClient } from '../lib/sandboxClient.ts';
import { spec } from './spec.ts';

/** The first reason of each attempt, for the message when too many rows fail. */
const firstReasons = new WeakMap<object, string>();

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
    const sandbox = sandboxClient({ memoryMb: params.memory_mb });
    try {
      const checked = await sandbox.check(params.code);
      if ('problem' in checked) {
        const { line, column, message } = checked.problem;
        throw new NodeError('input', 'code.syntax', `line ${line}, column ${column}: ${message}`);
      }
      const limits = { rowMs: params.row_ms, batchMs: params.batch_seconds * 1000 };
      return {
        columns,
        async batch(rows, at) {
          const batch = {
            code: checked.code,
            rows: rowsAsJson(rows),
            count: rows.length,
            at,
            seed,
            ...limits,
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
    const limit = ctx.params.max_errors;
    if (limit < 1 ? errors > limit * rowsIn : errors > limit) {
      const first = firstReasons.get(ctx);
      throw new NodeError(
        'input',
        'code.too_many_errors',
        `${errors} of ${rowsIn} rows failed, more than max_errors (${limit}) allows.${first === undefined ? '' : ` The first: ${first}`}`,
      );
    }
    return {};
  },
});

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

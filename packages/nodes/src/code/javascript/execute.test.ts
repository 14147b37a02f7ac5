import { memoryArtifactStore, runNode, tableOf, type RunNodeOptions } from '@weft/engine/testing';
import type { Columns } from '@weft/engine/graph';
import type { Row } from '@weft/engine/node';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const COLUMNS: Columns = { n: 'int', s: 'string', v: 'vector', j: 'json' };
const row = (n: number): Row => ({ n, s: `词${n}`, v: Float32Array.of(n / 3, 1 - n), j: { deep: [n] } });

async function run(
  params: Record<string, unknown>,
  more: Partial<RunNodeOptions> & { rows?: Row[]; columns?: Columns } = {},
) {
  const store = more.store ?? memoryArtifactStore();
  const { rows = [row(0), row(1), row(2)], columns = COLUMNS, ...options } = more;
  const ref = await tableOf(store, columns, rows);
  return await runNode({ spec, executor, params, inputs: { rows: ref }, ...options, store });
}

describe('code.javascript', () => {
  test('gives rows back as they are, vectors to the bit', async () => {
    const found = await run({});
    expect(await found.rows('rows')).toEqual([row(0), row(1), row(2)]);
    expect((await found.table('rows')).columns).toEqual(COLUMNS);
  });

  test('runs TypeScript; one row may become several, or none; columns may be added and left out', async () => {
    const code = `interface Row { n: number; s: string }
      function map(row: Row, index: number): object | null {
        if (row.n === 1) return null;
        return [...row.s].map((letter) => ({ letter, at: index, score: row.n / 4, v: [row.n] }));
      }`;
    const columns = { letter: 'string', at: 'int', score: 'float', v: 'vector' };
    const found = await run({ code, columns, keep_columns: false });
    expect(await found.rows('rows')).toEqual([
      { letter: '词', at: 0, score: 0, v: Float32Array.of(0) },
      { letter: '0', at: 0, score: 0, v: Float32Array.of(0) },
      { letter: '词', at: 2, score: 0.5, v: Float32Array.of(2) },
      { letter: '2', at: 2, score: 0.5, v: Float32Array.of(2) },
    ]);
  });

  test('lists rows that fail, with the line, and rows that do not fit the columns', async () => {
    const code = `function map(row) {
      if (row.n === 0) throw new Error('no zero');
      if (row.n === 1) return { ...row, n: 'one' };
      if (row.n === 2) return { ...row, extra: 1 };
      return [row, 7];
    }`;
    const found = await run({ code, max_errors: 10 }, { rows: [row(0), row(1), row(2), row(3)] });
    expect(await found.rows('rows')).toEqual([]);
    expect(await found.rows('errors')).toMatchObject([
      { row: 0, position: 'line 2', reason: 'Error: no zero' },
      { row: 1, reason: 'column "n": "one" is no int' },
      { row: 2, reason: 'map returned "extra", which is no column of the output; add it to columns' },
      { row: 3, reason: 'map returned 7 where a row (an object) is expected' },
    ]);
  });

  test('fails the step when asked to, or when too many rows fail', async () => {
    const code = `function map(row) { if (row.n === 1) throw new Error('bad'); return row; }`;
    await expect(run({ code, on_error: 'fail' })).rejects.toThrow('row 1, line 1: Error: bad');
    await expect(run({ code })).rejects.toThrow(
      /1 of 3 rows failed, more than max_errors \(0.1\).*row 1, line 1: Error: bad/,
    );
    await expect(run({ code: 'function map(row) {\n  return row.;\n}' })).rejects.toThrow(
      /line 2, column 14/,
    );
    await expect(run({ code: 'let x = 1;' })).rejects.toThrow(/no function map/);
    await expect(run({ keep_columns: false })).rejects.toThrow(/no columns/);
  });

  test('an endless loop costs one row, and the rest is there', async () => {
    const code = `function map(row) { if (row.n === 1) for (;;); return row; }`;
    const found = await run({ code, row_steps: 0.5, max_errors: 1 });
    expect((await found.rows('rows')).map(({ n }) => n)).toEqual([0, 2]);
    expect(await found.rows('errors')).toMatchObject([
      { row: 1, reason: 'took more than 0.5 million steps' },
    ]);
  });

  test('params that were times become steps and processor time', () => {
    const old = { code: 'function map() {}', row_ms: 1000, batch_seconds: 60, memory_mb: 32 };
    const migrated = spec.migrations[1](old);
    expect(migrated).toEqual({ code: old.code, memory_mb: 32, row_steps: 20, cpu_seconds: 300 });
    expect(z.strictObject(spec.params.shape).parse(migrated)).toMatchObject(migrated);
    expect(spec.migrations[1]({ row_ms: 600_000 })).toEqual({ row_steps: 12_000 });
    expect(spec.migrations[1]({ row_ms: 1 })).toEqual({ row_steps: 0.02 });
    expect(spec.migrations[1]({})).toEqual({});
  });

  test('stops early when more rows never end than may fail', async () => {
    const code = `function map(row) { if (row.n >= 2) for (;;); return row; }`;
    const rows = Array.from({ length: 1000 }, (_, n) => ({ n }));
    await expect(
      run({ code, row_steps: 0.5, max_errors: 2 }, { rows, columns: { n: 'int' } }),
    ).rejects.toMatchObject({
      kind: 'input',
      code: 'code.too_many_errors',
      message: expect.stringContaining('The first: row 2: took more than 0.5 million steps'),
    });
  });

  test('gives the same bytes when it is paused and resumed, chance included', async () => {
    const code = `let seen = 0; function map(row) { return { ...row, r: Math.random(), seen: ++seen }; }`;
    const options = {
      rows: Array.from({ length: 2500 }, (_, n) => ({ n })),
      columns: { n: 'int' } as Columns,
      seed: 9,
    };
    const params = { code, columns: { r: 'float', seen: 'int' } };
    const whole = await run(params, options);
    const paused = await run(params, { ...options, pauseAfter: 1 });
    expect(paused.status).toBe('paused');
    const resumed = await run(params, { ...options, checkpoints: paused.checkpoints, store: paused.store });
    expect(resumed.outputs).toEqual(whole.outputs);
    expect((await run(params, { ...options, seed: 10 })).outputs).not.toEqual(whole.outputs);
  });

  test('what the code says goes to the log', async () => {
    const found = await run({ code: `function map(row) { console.log('saw', row.n); return row; }` });
    expect(found.logs.map(({ message }) => message)).toEqual(['saw 0', 'saw 1', 'saw 2']);
  });
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineNode, table } from '../graph/index.ts';
import { implement, NodeError } from '../node/index.ts';
import { runNode, tableOf } from './runNode.ts';
import { memoryArtifactStore } from '../store/artifacts.memory.ts';

const text = (en: string) => ({ en, zh: en });

const doubler = defineNode({
  type: 'test.double',
  version: 1,
  stage: 'control',
  title: text('Double'),
  description: text('Doubles n and repeats each row `times` times'),
  inputs: { rows: { type: table({ n: 'int' }) } },
  outputs: { rows: { type: table({ n: 'int' }) }, errors: { type: table({ reason: 'string' }) } },
  params: z.object({ times: z.int().default(2) }),
  shape: 'map',
  purity: 'pure',
  map: { over: 'rows', into: 'rows', errors: 'errors', segmentRows: 10 },
});
let batches = 0;
const executor = implement(doubler, {
  async open({ params }) {
    return {
      columns: { n: 'int', v: 'vector', j: 'json' },
      async batch(rows) {
        batches += 1;
        return {
          rows: rows.flatMap((row) =>
            row.n === 13
              ? []
              : Array.from({ length: params.times }, (_, i) => ({
                  n: Number(row.n) * 2,
                  v: Float32Array.of(i, Number(row.n)),
                  j: { a: [1, '二'] },
                })),
          ),
          errors: rows.flatMap((row, i) => (row.n === 13 ? [{ row: i, reason: 'thirteen' }] : [])),
        };
      },
    };
  },
});
const input = (store = memoryArtifactStore(), count = 95) =>
  tableOf(
    store,
    { n: 'int' },
    Array.from({ length: count }, (_, n) => ({ n })),
  ).then((rows) => ({ store, inputs: { rows } }));

test('a map gives its rows in order and collects what it could not handle', async () => {
  const run = await runNode({ spec: doubler, executor, ...(await input()) });
  const rows = await run.rows('rows');
  expect(rows).toHaveLength(188);
  expect(rows.at(-1)).toEqual({ n: 188, v: Float32Array.of(1, 94), j: { a: [1, '二'] } });
  expect(await run.rows('errors')).toEqual([{ row: 13, file: null, position: null, reason: 'thirteen' }]);
  expect(run.warnings).toBe(1);
  expect(run.result.metrics).toEqual({ rows_in: 95, rows_out: 188, errors: 1 });
});

test('a map paused at any checkpoint and resumed writes the same bytes and repeats no saved batch', async () => {
  const given = await input();
  const undisturbed = await runNode({ spec: doubler, executor, ...given });
  for (let pauseAfter = 1; pauseAfter < 10; pauseAfter++) {
    batches = 0;
    const paused = await runNode({ spec: doubler, executor, ...given, pauseAfter });
    expect(paused.status).toBe('paused');
    const resumed = await runNode({ spec: doubler, executor, ...given, checkpoints: paused.checkpoints });
    expect(resumed.outputs).toEqual(undisturbed.outputs);
    expect(batches).toBe(10);
  }
});

test('1, 2 and 4 shards write the same bytes', async () => {
  const given = await input();
  const undisturbed = await runNode({ spec: doubler, executor, ...given });
  for (const shards of [1, 2, 4]) {
    let checkpoints = new Map();
    for (let s = 0; s < shards; s++) {
      const range = { from: Math.floor((95 * s) / shards), to: Math.floor((95 * (s + 1)) / shards) };
      checkpoints = new Map([
        ...checkpoints,
        ...(await runNode({ spec: doubler, executor, ...given, range })).checkpoints,
      ]);
    }
    if (shards > 1) batches = 0;
    const merged = await runNode({ spec: doubler, executor, ...given, checkpoints });
    expect(merged.outputs).toEqual(undisturbed.outputs);
    if (shards > 1) expect(batches).toBe(0);
  }
});

test('a missing column is an input error that names the columns there are', async () => {
  const store = memoryArtifactStore();
  const rows = await tableOf(store, { m: 'int' }, [{ m: 1 }]);
  await expect(runNode({ spec: doubler, executor, store, inputs: { rows } })).rejects.toThrow(
    new NodeError('input', 'table.column_missing', 'input "rows" has no column "n"; it has m'),
  );
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { graph, statuses, testEngine, type TestEngine } from './testing/index.ts';

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine();
  await t.worker();
});
afterAll(async () => await t.close());

const pipeline = (salt = 0, modulo = 0) =>
  graph({
    rows: { type: 'stub.source', params: { count: 40, salt } },
    twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
    model: { type: 'stub.train', in: { rows: 'twice.rows' } },
    total: { type: 'stub.sum', params: { modulo }, in: { rows: ['twice.rows', 'model.rows'] } },
  });

test('runs a pipeline to its end and finds everything cached the second time', async () => {
  const first = await t.run(pipeline());
  expect(first.status).toBe('succeeded');
  expect(statuses(first)).toEqual({ rows: 'succeeded', twice: 'succeeded', model: 'succeeded', total: 'succeeded' });
  const second = await t.run(pipeline());
  expect(statuses(second)).toEqual({ rows: 'cached', twice: 'cached', model: 'cached', total: 'cached' });
  expect(second.steps.map((s) => s.outputs)).toEqual(first.steps.map((s) => s.outputs));
});

import { implement } from '@weft/engine/node';
import { filesOf, memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import type { Classifier } from '@weft/ml/inference';
import { evaluateClassification } from './evaluate.ts';
import { spec } from './spec.ts';

/** A small but real model: refunds speak of money. It answers from the text alone. */
function keywordModel(log: number[] = []): Classifier & { closed: boolean } {
  return {
    labels: ['refund', 'delivery'],
    closed: false,
    async predict(rows) {
      log.push(rows.length);
      return rows.map(({ text }) => {
        const p = /money|退款/.test(text as string) ? 0.9 : 0.25;
        return { label: p > 0.5 ? 'refund' : 'delivery', probabilities: Float32Array.of(p, 1 - p) };
      });
    },
    async close() {
      this.closed = true;
    },
  };
}

const ROWS = [
  { text: 'I want my money back', label: 'refund' },
  { text: '请退款', label: 'refund' },
  { text: 'where is my parcel', label: 'delivery' },
  { text: 'it never came', label: 'refund' },
];

async function evaluate(rows: readonly { text: string | null; label: string | null }[], params = {}) {
  const store = memoryArtifactStore();
  const model = await filesOf(store, 'model', { 'model.json': '{}' });
  const classifier = keywordModel();
  const executor = implement(spec, {
    run: async (ctx) => await evaluateClassification(ctx, async () => classifier),
  });
  const table = await tableOf(store, { text: 'string', label: 'string' }, rows);
  const ran = await runNode({ spec, executor, store, params, inputs: { model, rows: table } });
  return { ran, classifier, model, table };
}

test('reports figures, mistakes and what was measured, and lists every prediction', async () => {
  const { ran, classifier, model, table } = await evaluate(ROWS);
  expect(await ran.rows('predictions')).toEqual([
    { ...ROWS[0], predicted: 'refund', confidence: expect.closeTo(0.9, 6), correct: true },
    { ...ROWS[1], predicted: 'refund', confidence: expect.closeTo(0.9, 6), correct: true },
    { ...ROWS[2], predicted: 'delivery', confidence: 0.75, correct: true },
    { ...ROWS[3], predicted: 'delivery', confidence: 0.75, correct: false },
  ]);
  expect(await (await ran.files('report')).json('report.json')).toMatchObject({
    format: 'weft.report',
    about: 'classification',
    metrics: { accuracy: 0.75, examples: 4, unknown_label_examples: 0 },
    measured: { model: model.hash, rows: table.hash },
    labels: ['refund', 'delivery'],
    classes: { refund: { precision: 1, recall: 2 / 3, support: 3 }, delivery: { precision: 0.5, recall: 1 } },
    confusion: [
      [2, 1],
      [0, 1],
    ],
    worst: [{ row: 3, text: 'it never came', label: 'refund', predicted: 'delivery', confidence: 0.75 }],
  });
  expect(ran.result.metrics).toMatchObject({
    accuracy: 0.75,
    latency_p50_ms: expect.any(Number),
    latency_p95_ms: expect.any(Number),
  });
  expect(classifier.closed).toBe(true);
});

test('gives the same bytes however latency turns out', async () => {
  const one = await evaluate(ROWS);
  const other = await evaluate(ROWS, { latency_samples: 0 });
  expect(other.ran.outputs).toEqual(one.ran.outputs);
  expect(other.ran.result.metrics).not.toHaveProperty('latency_p50_ms');
});

test('leaves rows without a label out and warns of labels the model does not know', async () => {
  const { ran } = await evaluate([...ROWS, { text: 'x', label: null }, { text: null, label: 'warranty' }]);
  expect(ran.warnings).toBe(2);
  expect(ran.logs.map(({ message }) => message).join()).toMatch(/without a label.*does not know.*warranty/);
  expect(ran.result.metrics).toMatchObject({ examples: 5, unknown_label_examples: 1, accuracy: 0.6 });
});

test('refuses a test set with nothing to measure, and closes the model all the same', async () => {
  for (const rows of [[], [{ text: 'x', label: null }]])
    await expect(evaluate(rows)).rejects.toMatchObject({ kind: 'input', code: 'evaluate.no_examples' });
});

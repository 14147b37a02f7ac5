import { filesOf, memoryArtifactStore, runNode } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

async function gate(conditions: readonly string[], ...reports: readonly object[]) {
  const store = memoryArtifactStore();
  const refs = await Promise.all(
    reports.map((report) => filesOf(store, 'report', { 'report.json': JSON.stringify(report) })),
  );
  return await runNode({ spec, executor, store, params: { conditions }, inputs: { reports: refs } });
}
const head = { format: 'weft.report', version: 1 };
const classification = {
  ...head,
  about: 'classification',
  metrics: { accuracy: 0.84, macro_f1: 0.8 },
  measured: { model: 'a'.repeat(64) },
  classes: { refund: { recall: 0.5 } },
};
const retrieval = { ...head, about: 'retrieval', metrics: { 'recall@1': 0.95 } };

test('passes reports whose figures meet every condition, and hands on what they measured', async () => {
  const ran = await gate(
    ['accuracy > 0.8', 'recall@1 >= 0.95', 'classes.refund.recall == 0.5'],
    classification,
    retrieval,
  );
  expect(ran.result.metrics).toEqual({ conditions: 3, passed: 3 });
  const report = await (await ran.files('report')).json('report.json');
  expect(report).toMatchObject({
    about: 'gate',
    conditions: [
      { condition: 'accuracy > 0.8', about: 'classification', value: 0.84, passed: true },
      { condition: 'recall@1 >= 0.95', about: 'retrieval' },
      { condition: 'classes.refund.recall == 0.5' },
    ],
  });
  expect((report as { reports: unknown[] }).reports).toContainEqual(
    expect.objectContaining({ about: 'classification', measured: { model: 'a'.repeat(64) } }),
  );
});

test('fails with each missed condition and its value', async () => {
  await expect(
    gate(['accuracy >= 0.9', 'macro_f1 >= 0.8', 'recall@1 < 0.5'], classification, retrieval),
  ).rejects.toMatchObject({
    kind: 'input',
    code: 'gate.missed',
    message:
      '2 of 3 conditions are missed: "accuracy >= 0.9" (classification) does not hold, the value is 0.84; "recall@1 < 0.5" (retrieval) does not hold, the value is 0.95',
  });
});

test('holds every report with the figure to the condition, or the one it names', async () => {
  const other = { ...retrieval, about: 'other', metrics: { 'recall@1': 0.5 } };
  await expect(gate(['recall@1 > 0.9'], retrieval, other)).rejects.toThrow(/\(other\) does not hold/);
  await gate(['retrieval.recall@1 > 0.9'], retrieval, other);
});

test('says which figures there are when a condition names none of them', async () => {
  await expect(gate(['acuracy > 0.9'], classification)).rejects.toThrow(
    'no report has a figure "acuracy" (condition "acuracy > 0.9"); classification has accuracy, macro_f1',
  );
});

test('refuses what is not a condition before anything runs, and a report it cannot read', async () => {
  expect(spec.params.safeParse({ conditions: ['accuracy is high'] }).success).toBe(false);
  expect(spec.params.safeParse({ conditions: [] }).success).toBe(false);
  await expect(gate(['a > 1'], { metrics: {} })).rejects.toMatchObject({
    kind: 'input',
    code: 'report.format',
  });
});

import { expect, test } from 'vitest';
import { LEAST_PROBABILITY } from '../lib/logLoss.ts';
import { classificationTally } from './tally.ts';

const LABELS = ['refund', 'delivery'];
type Given = readonly [label: string, predicted: string, probabilities: readonly number[]];

function tallied(given: readonly Given[], worst = 10) {
  const tally = classificationTally(LABELS, worst);
  const told = given.map(([label, predicted, probabilities], row) =>
    tally.add({ row, text: `text ${row}`, label }, { label: predicted, probabilities }),
  );
  return { told, figures: tally.figures() };
}

test('measures answers as worked out by hand', () => {
  const { told, figures } = tallied([
    ['refund', 'refund', [0.9, 0.1]],
    ['refund', 'delivery', [0.25, 0.75]],
    ['delivery', 'delivery', [0, 1]],
    ['delivery', 'refund', [1, 0]],
  ]);
  expect(told.map(({ correct }) => correct)).toEqual([true, false, true, false]);
  expect(told[1]!.confidence).toBe(0.75);
  expect(figures.metrics).toMatchObject({ accuracy: 0.5, macro_f1: 0.5, weighted_f1: 0.5, examples: 4 });
  const nll = -(Math.log(0.9) + Math.log(0.25) + 0 + Math.log(LEAST_PROBABILITY)) / 4;
  expect(figures.metrics.nll).toBeCloseTo(nll, 12);
  expect(figures.confusion.counts).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('counts a label the model does not know as wrong, with a class of its own', () => {
  const { figures } = tallied([
    ['refund', 'refund', [0.9, 0.1]],
    ['warranty', 'refund', [0.8, 0.2]],
    ['account', 'delivery', [0.4, 0.6]],
  ]);
  expect(figures.labels).toEqual(['refund', 'delivery', 'account', 'warranty']);
  expect(figures.unknownLabels).toEqual(['account', 'warranty']);
  expect(figures.metrics).toMatchObject({ accuracy: 1 / 3, unknown_label_examples: 2, nll: -Math.log(0.9) });
  expect(figures.confusion.counts[3]).toEqual([1, 0, 0, 0]);
  expect(figures.scores[2]).toMatchObject({ support: 1, recall: 0, precision: 0 });
  const strangers = tallied([['warranty', 'refund', [0.8, 0.2]]]).figures;
  expect(strangers.metrics).not.toHaveProperty('nll');
  expect(strangers.metrics.accuracy).toBe(0);
});

test('lists the most confident mistakes first, ties in row order', () => {
  const wrong = (confidence: number): Given => ['refund', 'delivery', [1 - confidence, confidence]];
  const given = [wrong(0.6), wrong(0.75), wrong(0.75), wrong(0.5), wrong(0.9), wrong(0.75)];
  const rows = (worst: number) => tallied(given, worst).figures.worst.map(({ row }) => row);
  expect(rows(10)).toEqual([4, 1, 2, 5, 0, 3]);
  expect(rows(3)).toEqual([4, 1, 2]);
  expect(rows(0)).toEqual([]);
});

test('an answer outside the labels of the model is a bug, told by name', () => {
  expect(() => tallied([['refund', 'other', [1, 0]]])).toThrow(/"other"/);
});

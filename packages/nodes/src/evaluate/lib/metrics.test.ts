import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibration } from './calibration.ts';
import { classScores, macroF1, weightedF1 } from './classScores.ts';
import { accuracy, confusion } from './confusion.ts';
import { LEAST_PROBABILITY, logLoss } from './logLoss.ts';
import { percentile } from './percentile.ts';

// truth      0 0 0 0 1 1 2 2 2 2
// predicted  0 0 1 2 1 1 2 2 2 0
const TRUTHS = [0, 0, 0, 0, 1, 1, 2, 2, 2, 2];
const PREDICTIONS = [0, 0, 1, 2, 1, 1, 2, 2, 2, 0];

const pairs = fc.integer({ min: 1, max: 6 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    list: fc.array(fc.tuple(fc.nat(classes - 1), fc.nat(classes - 1)), { minLength: 1, maxLength: 60 }),
  }),
);
const matrixOf = ({ classes, list }: { classes: number; list: [number, number][] }) =>
  confusion(
    classes,
    list.map(([truth]) => truth),
    list.map(([, predicted]) => predicted),
  );

test('counts who was taken for whom', () => {
  const matrix = confusion(3, TRUTHS, PREDICTIONS);
  expect(matrix.counts).toEqual([
    [2, 1, 1],
    [0, 2, 0],
    [1, 0, 3],
  ]);
  expect(accuracy(matrix)).toBe(0.7);
  expect(() => confusion(2, [0], [])).toThrow(/1 truths and 0 predictions/);
});

test('scores each class as worked out by hand', () => {
  const scores = classScores(confusion(3, TRUTHS, PREDICTIONS));
  expect(scores).toEqual([
    { precision: 2 / 3, recall: 1 / 2, f1: 4 / 7, support: 4, predicted: 3 },
    { precision: 2 / 3, recall: 1, f1: 4 / 5, support: 2, predicted: 3 },
    { precision: 3 / 4, recall: 3 / 4, f1: 3 / 4, support: 4, predicted: 4 },
  ]);
  expect(macroF1(scores)).toBeCloseTo((4 / 7 + 4 / 5 + 3 / 4) / 3, 12);
  expect(weightedF1(scores)).toBeCloseTo((4 * (4 / 7) + 2 * (4 / 5) + 4 * (3 / 4)) / 10, 12);
});

test('leaves a class that never occurs out of the macro mean, and counts one that is only predicted', () => {
  expect(macroF1(classScores(confusion(3, [0, 1], [0, 1])))).toBe(1);
  expect(macroF1(classScores(confusion(3, [0, 1], [0, 2])))).toBeCloseTo(1 / 3, 12);
});

test('accuracy is trace over sum, F1 lies between precision and recall, and support adds up', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const matrix = matrixOf(given);
      const scores = classScores(matrix);
      const trace = matrix.counts.reduce((sum, row, i) => sum + row[i]!, 0);
      expect(accuracy(matrix)).toBe(trace / given.list.length);
      expect(scores.reduce((sum, { support }) => sum + support, 0)).toBe(given.list.length);
      for (const { precision, recall, f1 } of scores) {
        expect(f1).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12);
        expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
      }
      // Support-weighted recall is accuracy, whatever the matrix.
      const recall = scores.reduce((sum, s) => sum + s.recall * s.support, 0) / given.list.length;
      expect(recall).toBeCloseTo(accuracy(matrix), 12);
    }),
  );
});

test('renumbering the classes changes no figure', () => {
  fc.assert(
    fc.property(pairs, ({ classes, list }) => {
      const turn = (label: number) => (label + 1) % classes;
      const plain = classScores(matrixOf({ classes, list }));
      const turned = classScores(
        matrixOf({ classes, list: list.map(([t, p]): [number, number] => [turn(t), turn(p)]) }),
      );
      expect(macroF1(turned)).toBeCloseTo(macroF1(plain), 12);
      expect(weightedF1(turned)).toBeCloseTo(weightedF1(plain), 12);
    }),
  );
});

test('measures calibration over 15 bins, open on the left', () => {
  // (0.6, 0.667]: two at 0.65, one right → gap |1 - 1.3|; (0.933, 1]: one at 0.95 right → |1 - 0.95|; 0.2 is 3/15.
  const { ece, bins } = calibration([0.65, 0.65, 0.95, 0.2], [true, false, true, false]);
  expect(ece).toBeCloseTo((0.3 + 0.05 + 0.2) / 4, 12);
  expect(bins).toHaveLength(15);
  expect(bins[9]).toEqual({ from: 9 / 15, to: 10 / 15, count: 2, confidence: 0.65, accuracy: 0.5 });
  expect(bins[2]).toMatchObject({ count: 1 });
  expect(bins[0]).toEqual({ from: 0, to: 1 / 15, count: 0, confidence: null, accuracy: null });
  expect(calibration([0, 1], [0, 1]).ece).toBe(0);
});

test('calibration error lies in 0 to 1, every example falls in one bin, and one bin gives |accuracy - confidence|', () => {
  const given = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 1,
  });
  fc.assert(
    fc.property(given, fc.integer({ min: 1, max: 40 }), (list, count) => {
      const confidences = list.map(([c]) => c);
      const correct = list.map(([, right]) => right);
      const { ece, bins } = calibration(confidences, correct, count);
      expect(ece).toBeGreaterThanOrEqual(0);
      expect(ece).toBeLessThanOrEqual(1 + 1e-12);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(list.length);
      const whole = calibration(confidences, correct, 1);
      const bin = whole.bins[0]!;
      expect(whole.ece).toBeCloseTo(Math.abs(bin.accuracy! - bin.confidence!), 10);
      expect(whole.ece).toBeLessThanOrEqual(ece + 1e-12);
    }),
  );
});

test('takes the log loss in nats and floors what a float32 cannot tell from 0', () => {
  expect(logLoss([0.5, 0.25])).toBeCloseTo((Math.LN2 + 2 * Math.LN2) / 2, 12);
  expect(logLoss([1, 1])).toBe(0);
  expect(logLoss([0])).toBeCloseTo(-Math.log(LEAST_PROBABILITY), 12);
});

test('takes the nearest-rank percentile, which is always one of the values', () => {
  expect(percentile([15, 20, 35, 40, 50], 0.3)).toBe(20);
  expect(percentile([50, 15, 40, 20, 35], 0.4)).toBe(20);
  expect(percentile([3], 0.95)).toBe(3);
  expect(percentile([1, 2], 0)).toBe(1);
  expect(percentile([], 0.5)).toBeNaN();
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const value = percentile(values, share);
        expect(values).toContain(value);
        expect(values.filter((v) => v <= value).length).toBeGreaterThanOrEqual(
          Math.floor(share * values.length),
        );
      },
    ),
  );
});

import { describe, expect, it } from 'vitest';
import { Rng } from '../onnx/index.ts';
import { accuracy, fitTemperature, meanLogLoss, type LabelledLogits } from './temperature.ts';

/** Logits whose softmax is the truth: labels are drawn from it. `sharpened` multiplies them afterwards. */
function drawn(rows: number, sharpened: number): LabelledLogits {
  const rng = Rng.seeded(3);
  const classes = 4;
  const logits = Float32Array.from({ length: rows * classes }, () => rng.normal() * 1.5);
  const labels = Array.from({ length: rows }, (_, row) => {
    const shares = [...logits.subarray(row * classes, (row + 1) * classes)].map(Math.exp);
    let left = rng.uniform() * shares.reduce((sum, share) => sum + share, 0);
    return Math.max(
      0,
      shares.findIndex((share) => (left -= share) < 0),
    );
  });
  return { logits: logits.map((logit) => logit * sharpened), classes, labels };
}

describe('fitTemperature', () => {
  it('finds by how much logits were sharpened', () => {
    expect(fitTemperature(drawn(20_000, 1))).toBeCloseTo(1, 1);
    expect(fitTemperature(drawn(20_000, 3)) / 3).toBeCloseTo(1, 1);
  });

  it('is a minimum of the loss', () => {
    const data = drawn(500, 2);
    const best = fitTemperature(data);
    for (const other of [best * 0.97, best * 1.03])
      expect(meanLogLoss(data, best)).toBeLessThan(meanLogLoss(data, other));
  });

  it('stays within its bounds when every answer is right, every answer is wrong, or there is none', () => {
    const right = { logits: Float32Array.of(5, 0, 0, 5), classes: 2, labels: [0, 1] };
    expect(fitTemperature(right)).toBeCloseTo(0.05, 5);
    expect(fitTemperature({ ...right, labels: [1, 0] })).toBeCloseTo(20, 5);
    expect(fitTemperature({ ...right, labels: [] })).toBe(1);
  });
});

it('measures loss and accuracy of logits, however large', () => {
  const data = { logits: Float32Array.of(0, 0, 1000, 0), classes: 2, labels: [0, 0] };
  expect(meanLogLoss(data)).toBeCloseTo(Math.log(2) / 2, 6);
  expect(accuracy(data)).toBe(1);
  expect(accuracy({ ...data, labels: [1, 0] })).toBe(0.5);
});

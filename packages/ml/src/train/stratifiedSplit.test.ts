import { expect, it } from 'vitest';
import { stratifiedSplit } from './stratifiedSplit.ts';

const CLASSES = [...Array.from({ length: 40 }, () => 0), ...Array.from({ length: 20 }, () => 1), 2, 3, 3];

it('holds out the same share of each class, and no class whole', () => {
  const { training, validation } = stratifiedSplit(CLASSES, 0.25, 7);
  const counts = [0, 1, 2, 3].map((c) => [...validation].filter((at) => CLASSES[at] === c).length);
  expect(counts).toEqual([10, 5, 0, 1]);
  expect([...training, ...validation].sort((a, b) => a - b)).toEqual([...CLASSES.keys()]);
});

it('depends on the seed alone', () => {
  expect(stratifiedSplit(CLASSES, 0.25, 7)).toEqual(stratifiedSplit(CLASSES, 0.25, 7));
  expect(stratifiedSplit(CLASSES, 0.25, 8)).not.toEqual(stratifiedSplit(CLASSES, 0.25, 7));
});

it('holds nothing out for a share of 0', () => {
  expect(stratifiedSplit(CLASSES, 0, 7).validation).toHaveLength(0);
});

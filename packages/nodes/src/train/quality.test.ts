import { expect, it } from 'vitest';
import { banking77, trainAndTest } from './testing.ts';

const [train, test] = [banking77('train'), banking77('test')];
/** The test's name says what is missing when it is skipped. */
const absent = train && test ? '' : ' (skipped: put banking77 into shared/data beside the repository)';

it.skipIf(absent !== '')(
  `classifies banking77 with the defaults better than TF-IDF with a linear SVM (0.9117), and is as sure as it may be${absent}`,
  { timeout: 240_000 },
  async () => {
    const { ran, accuracy, confidence } = await trainAndTest({ train: train!, test: test!, seed: 0 });
    expect(accuracy).toBeGreaterThanOrEqual(0.92);
    expect(Math.abs(confidence - accuracy)).toBeLessThan(0.02);
    expect(ran.result.metrics!.val_accuracy).toBeGreaterThan(0.9);
  },
);

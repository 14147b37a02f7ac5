import type { Confusion } from './confusion.ts';

/** How well one class was told from the others. */
export interface ClassScore {
  /** Of what was called this class, the share that was. 0 when nothing was called it. */
  readonly precision: number;
  /** Of what was this class, the share that was called it. 0 when nothing was. */
  readonly recall: number;
  /** Harmonic mean of the two: 2tp / (2tp + fp + fn). 0 when the class never occurs. */
  readonly f1: number;
  /** Examples that truly are of this class. */
  readonly support: number;
  /** Examples that were called this class. */
  readonly predicted: number;
}

/** Scores per class, in class order (van Rijsbergen, Information Retrieval, 1979, ch. 7). */
export function classScores({ counts }: Confusion): ClassScore[] {
  const predicted = counts.map((_, label) => counts.reduce((sum, row) => sum + row[label]!, 0));
  return counts.map((row, label) => {
    const hits = row[label]!;
    const support = row.reduce((sum, count) => sum + count, 0);
    const called = predicted[label]!;
    return {
      precision: called === 0 ? 0 : hits / called,
      recall: support === 0 ? 0 : hits / support,
      f1: support + called === 0 ? 0 : (2 * hits) / (support + called),
      support,
      predicted: called,
    };
  });
}

/**
 * Mean F1 over the classes that occur among truths or predictions, each counting the same. A class the model knows but
 * the test set never shows and the model never names says nothing and is left out (as scikit-learn does); counting it
 * as 0 would punish a model for the test set's gaps.
 */
export function macroF1(scores: readonly ClassScore[]): number {
  const seen = scores.filter(({ support, predicted }) => support + predicted > 0);
  return seen.reduce((sum, { f1 }) => sum + f1, 0) / seen.length;
}

/** Mean F1 weighted by the number of true examples. */
export function weightedF1(scores: readonly ClassScore[]): number {
  const total = scores.reduce((sum, { support }) => sum + support, 0);
  return scores.reduce((sum, { f1, support }) => sum + f1 * support, 0) / total;
}

/**
 * Who was taken for whom: `counts[truth][predicted]` over class numbers. Every figure of a classification that does
 * not need probabilities follows from it, so it is counted once and the figures are functions of it.
 */
export interface Confusion {
  readonly classes: number;
  readonly counts: readonly (readonly number[])[];
}

/** Counts pairs of class numbers from 0 to `classes` - 1. @throws RangeError for lists of unequal length. */
export function confusion(
  classes: number,
  truths: ArrayLike<number>,
  predictions: ArrayLike<number>,
): Confusion {
  if (truths.length !== predictions.length)
    throw new RangeError(`${truths.length} truths and ${predictions.length} predictions`);
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let i = 0; i < truths.length; i++) counts[truths[i]!]![predictions[i]!]! += 1;
  return { classes, counts };
}

/** The share of examples on the diagonal. NaN when there are none. */
export function accuracy({ counts }: Confusion): number {
  let right = 0;
  let all = 0;
  for (const [truth, row] of counts.entries()) {
    right += row[truth]!;
    for (const count of row) all += count;
  }
  return right / all;
}

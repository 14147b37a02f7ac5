/** Which cells of a confusion matrix are worth a look, and how strongly each is drawn. Pure. */
export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
}

/** What is mistaken for what, most frequent first. */
export function confusedPairs(confusion: readonly (readonly number[])[]): ConfusedPair[] {
  return confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || a.truth - b.truth || a.predicted - b.predicted);
}

/** Share of a row's examples, 0 to 1: how a cell is drawn, so that rare labels are as readable as frequent ones. */
export function shareOfRow(row: readonly number[], predicted: number): number {
  const total = row.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : row[predicted]! / total;
}

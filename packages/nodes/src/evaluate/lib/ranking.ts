/**
 * Figures of one ranked answer list. `relevant[i]` says whether the answer at rank i + 1 is one of the `wanted` right
 * ones; `k` is how far down the list is looked at.
 */

/** Share of the right answers that stand among the first k. With one right answer: 1 when it is there, else 0. */
export function recallAt(relevant: readonly boolean[], wanted: number, k: number): number {
  return relevant.slice(0, k).filter(Boolean).length / wanted;
}

/** 1 / rank of the first right answer, 0 when it is not among the first k (Voorhees: The TREC-8 QA Track, 1999). */
export function reciprocalRankAt(relevant: readonly boolean[], k: number): number {
  const at = relevant.slice(0, k).indexOf(true);
  return at === -1 ? 0 : 1 / (at + 1);
}

/**
 * Discounted cumulative gain, each right answer counting 1 / log2(rank + 1), over that of a perfect list
 * (Järvelin & Kekäläinen: Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002; binary gains).
 */
export function ndcgAt(relevant: readonly boolean[], wanted: number, k: number): number {
  const gain = (list: readonly boolean[]): number =>
    list.slice(0, k).reduce((sum, hit, i) => sum + (hit ? 1 / Math.log2(i + 2) : 0), 0);
  return gain(relevant) / gain(Array.from({ length: Math.min(wanted, k) }, () => true));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

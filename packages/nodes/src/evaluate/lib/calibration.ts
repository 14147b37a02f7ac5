/** Of the predictions whose confidence lies in (from, to], how sure the model was and how often it was right. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of right predictions; null in an empty bin. */
  readonly accuracy: number | null;
}

export interface Calibration {
  /** Expected calibration error, 0 (sure exactly as often as right) to 1. NaN without predictions. */
  readonly ece: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Expected calibration error over equal-width bins: sum of |bin| / n · |accuracy(bin) − confidence(bin)|
 * (Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017, eq. 3, who use 15 bins too).
 * Bins are open on the left as there; a confidence of 0 falls into the first.
 */
export function calibration(
  confidences: ArrayLike<number>,
  correct: ArrayLike<number | boolean>,
  binCount = 15,
): Calibration {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const bin = sums[Math.min(binCount - 1, Math.max(0, Math.ceil(confidences[i]! * binCount) - 1))]!;
    bin.count += 1;
    bin.confidence += confidences[i]!;
    bin.right += Number(correct[i]!);
  }
  const gap = sums.reduce((sum, bin) => sum + Math.abs(bin.right - bin.confidence), 0);
  return {
    ece: gap / confidences.length,
    bins: sums.map(({ count, confidence, right }, i) => ({
      from: i / binCount,
      to: (i + 1) / binCount,
      count,
      confidence: count === 0 ? null : confidence / count,
      accuracy: count === 0 ? null : right / count,
    })),
  };
}

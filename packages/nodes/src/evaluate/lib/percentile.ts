/**
 * The smallest value that at least `share` (0 to 1) of all values do not exceed: the nearest-rank percentile, which is
 * always a value that was really measured. NaN without values.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

import type { Figures } from '../harness/benchmark.ts';
import { percentile } from '../harness/statistics.ts';

/**
 * Figures of a chain: from the start of one step to the start of the next, which holds everything that lies between.
 *
 * @throws when steps are missing: a figure of a chain that was cut short would look splendid
 */
export function gapFigures(gaps: readonly number[], { steps, ms }: { steps: number; ms: number }): Figures {
  if (gaps.length !== steps - 1) throw new Error(`${gaps.length + 1} of ${steps} steps ran`);
  return { p50: percentile(gaps, 0.5), p95: percentile(gaps, 0.95), perStep: ms / steps };
}

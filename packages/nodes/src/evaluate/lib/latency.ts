import { performance } from 'node:perf_hooks';
import { percentile } from './percentile.ts';

/** Calls made before any is measured: the first ones pay for lazy loading and compilation. */
const WARM_UP = 3;

/**
 * Times `once` on up to `samples` items spread evenly over all, one at a time, as a caller with one request would see
 * it. Milliseconds. These are facts about a machine and a moment: they belong into a step's metrics, never into an
 * artifact, whose bytes must come out the same anywhere.
 */
export async function latency<T>(
  items: readonly T[],
  samples: number,
  once: (item: T) => Promise<unknown>,
): Promise<{ latency_p50_ms: number; latency_p95_ms: number } | Record<string, never>> {
  const count = Math.min(samples, items.length);
  if (count === 0) return {};
  const chosen = Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
  for (const item of chosen.slice(0, WARM_UP)) await once(item);
  const times: number[] = [];
  for (const item of chosen) {
    const start = performance.now();
    await once(item);
    times.push(performance.now() - start);
  }
  return { latency_p50_ms: percentile(times, 0.5), latency_p95_ms: percentile(times, 0.95) };
}

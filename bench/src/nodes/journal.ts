import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Times of the system's monotonic clock, which all processes of a machine share. Appending one takes some 20 µs; it is
 * not synced.
 */
export function appendTime(path: string): void {
  if (path !== '') appendFileSync(path, `${process.hrtime.bigint()}\n`);
}

/** Milliseconds, in the order of happening. */
export function readTimes(path: string): number[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => Number(BigInt(line) / 1000n) / 1000).toSorted((a, b) => a - b);
}

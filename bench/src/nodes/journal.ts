import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One piece of work that began: when, in which process, and which piece. */
export interface Entry {
  /** Milliseconds of the system's monotonic clock, which all processes of a machine share. */
  readonly ms: number;
  readonly pid: number;
  readonly piece: number;
}

export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** Appends a line; some 20 µs, as it is not synced. An empty path is no journal. */
export function enter(path: string, piece = 0): void {
  if (path !== '') appendFileSync(path, `${monotonicMs()} ${process.pid} ${piece}\n`);
}

/** In the order of happening. */
export function readJournal(path: string): Entry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [ms, pid, piece] = line.split(' ').map(Number);
      return { ms: ms!, pid: pid!, piece: piece! };
    })
    .toSorted((a, b) => a.ms - b.ms);
}

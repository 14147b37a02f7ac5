import { backoffMs } from '../backoff.ts';
import type { ErrorRecord } from '../node/errors.ts';

/**
 * What follows a failed attempt. Input errors never get better by themselves. Bugs and deaths get the attempts of the
 * spec. The world's troubles (full disk, lost connection) are waited for longer, about five minutes in all, since
 * repairing them takes a person.
 */
const TRANSIENT_TRIES = 10;
const DELAY = { firstMs: 1000, longestMs: 60_000 };

export type Retry = { readonly again: false } | { readonly again: true; readonly delaySeconds: number };

/**
 * @param tries attempts already spent without progress, this one not included
 * @param jitter 0…1; spreads retries of many steps over half to one and a half of the delay
 */
export function afterFailure(
  error: ErrorRecord,
  { tries, maxTries, jitter }: { tries: number; maxTries: number; jitter: number },
): Retry {
  if (error.kind === 'input') return { again: false };
  const allowed = error.kind === 'transient' ? Math.max(maxTries, TRANSIENT_TRIES) : maxTries;
  if (tries + 1 >= allowed) return { again: false };
  // A worker that died took its trouble along, and its lease was wait enough.
  if (error.code === 'worker.lost') return { again: true, delaySeconds: 0 };
  return { again: true, delaySeconds: Math.max(1, Math.round(backoffMs(tries, DELAY, jitter) / 1000)) };
}

/** How long to wait before trying again. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Exponential backoff with jitter: `firstMs`, doubled with each try up to `longestMs`, then spread over half to one and a
 * half of that, so that many who failed together do not come back in one instant.
 *
 * @param tries failed tries before this one, 0 for the first
 * @param random 0…1
 * @returns milliseconds
 */
export const backoffMs = (
  tries: number,
  { firstMs, longestMs }: BackoffOptions,
  random = Math.random(),
): number => Math.min(longestMs, firstMs * 2 ** tries) * (0.5 + random);

/** Counts the tries. */
export class Backoff {
  readonly #options: BackoffOptions;
  #tries = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Milliseconds to wait now; more after each call. */
  next(): number {
    return backoffMs(this.#tries++, this.#options);
  }

  /** It worked: the next failure is a first one. */
  reset(): void {
    this.#tries = 0;
  }
}

/** Resolves after `ms` milliseconds, or at once when `signal` aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => resolve();
  signal?.addEventListener('abort', stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
}

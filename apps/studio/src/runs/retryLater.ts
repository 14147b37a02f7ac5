import { Backoff } from '@weft/engine/backoff';

/** Tries again later and later. At most one try waits. */
export function retryLater() {
  const backoff = new Backoff({ firstMs: 500, longestMs: 15_000 });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    again(work: () => void) {
      clearTimeout(timer);
      timer = setTimeout(work, backoff.next());
    },
    reset: () => backoff.reset(),
    stop: () => clearTimeout(timer),
  };
}

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** Tries again later and later, with chance mixed in, so that a hundred pages do not come back in one instant. */
export function backoff() {
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    again(work: () => void) {
      stop();
      const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.75 + Math.random() / 2);
      tries += 1;
      timer = setTimeout(work, delay);
    },
    reset() {
      tries = 0;
    },
    stop,
  };
}

export interface Paced {
  /** Does it now when it was not done lately, else as soon as that is over. Any number of calls until then are one. */
  ask(): void;
  /** Does what was asked for and is still waiting, now. */
  flush(): void;
  /** Forgets what is waiting, for good. */
  stop(): void;
}

/** The first time at once, then at most every `ms`: nobody waits without need, and a flood is thinned out. */
export function atMostEvery(ms: number, work: () => void): Paced {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let stopped = false;
  const run = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    work();
  };
  return {
    ask() {
      if (stopped || timer !== undefined) return;
      const wait = last + ms - performance.now();
      if (wait <= 0) run();
      else timer = setTimeout(run, wait);
    },
    flush() {
      if (timer !== undefined) run();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

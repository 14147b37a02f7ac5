import { constants } from 'node:os';

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * One Ctrl-C reaches us up to three times: from the terminal, from npm, and from the process that found the right Node
 * each passing it on. Nobody means two by two within this time.
 */
const ONE_PRESS_MS = 500;

/** 130 for Ctrl-C, 143 for `kill`, 129 for a closed terminal: what shells expect. */
export const exitCodeOf = (signal: Signal): number => 128 + constants.signals[signal];

/** How many parts of the command look after signals themselves right now. */
let listening = 0;

/**
 * Until somebody listens, a signal ends the process by `exit`, which Node's own handling would not: leaving that way
 * still asks the embedded database to stop.
 */
export function exitOnSignals(): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (listening === 0) process.exit(exitCodeOf(signal));
    });
}

/**
 * Calls `first` at the first signal; at the second the process ends at once. Nothing is lost then either: leases run
 * out and other workers go on from the last checkpoints.
 *
 * @returns a function that gives the signals back
 */
export function onInterrupt(first: (signal: Signal) => void): () => void {
  let firstAt: number | undefined;
  const handle = (signal: Signal) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      first(signal);
    } else if (performance.now() - firstAt > ONE_PRESS_MS) {
      process.exit(exitCodeOf(signal));
    }
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  listening += 1;
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle);
    listening -= 1;
  };
}

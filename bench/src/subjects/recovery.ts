import type { Figures } from '../harness/benchmark.ts';
import { readJournal, type Entry } from '../nodes/journal.ts';

/** Kills come at random moments within this long, so that they meet every phase of a heartbeat or a poll. */
const SPREAD_MS = 4000;
const POLL_MS = 20;

export interface Victim {
  readonly journal: string;
  readonly kill: () => void;
}

/** Kills processes at work and waits until another one has taken up the work of each. */
export async function killAndWait(victims: readonly Victim[], limitMs: number): Promise<Figures> {
  const seen = await Promise.all(
    victims.map(async ({ journal, kill }) => {
      await pause(Math.random() * SPREAD_MS);
      kill();
      const began = performance.now();
      const last = readJournal(journal).at(-1)!;
      for (;;) {
        const entries = readJournal(journal);
        const next = entries.find(({ pid }) => pid !== last.pid);
        if (next !== undefined)
          return { seconds: (performance.now() - began) / 1000, redone: redone(entries, next) };
        if (performance.now() - began > limitMs)
          throw new Error(`nobody went on with the work within ${limitMs / 1000} s`);
        await pause(POLL_MS);
      }
    }),
  );
  return {
    recovery: Math.max(...seen.map(({ seconds }) => seconds)),
    redone: Math.max(...seen.map((one) => one.redone)),
  };
}

/** Waits until every journal has an entry. */
export async function untilAtWork(journals: readonly string[], least = 1): Promise<void> {
  while (journals.some((journal) => readJournal(journal).length < least)) await pause(POLL_MS);
}

/** Pieces that the dead process had begun and the next one began again. */
const redone = (entries: readonly Entry[], next: Entry): number =>
  Math.max(...entries.filter(({ pid }) => pid !== next.pid).map(({ piece }) => piece)) - next.piece + 1;

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

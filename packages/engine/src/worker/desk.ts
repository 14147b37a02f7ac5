import type { ClaimedStep } from '../queue/claim.ts';
import type { RunningStep } from './runStep.ts';

/** Claimed ahead at most, however short the steps. */
const MAX_AHEAD = 64;
/** No step counts as shorter than this, in milliseconds. */
const SHORTEST_MS = 0.5;

/**
 * What a worker has on its desk: steps that run in its slots, steps claimed ahead that wait for one, and room promised
 * to a transaction that is under way.
 *
 * Steps that take less time than a commit would leave their slots idle for most of it, so as many more are claimed as
 * run within one commit. A step of seconds is never claimed ahead: another worker may be free.
 *
 * Always true: running ≤ slots, and running + waiting + promised ≤ slots + ahead.
 */
export class Desk {
  readonly running = new Set<RunningStep>();
  readonly waiting: ClaimedStep[] = [];
  readonly #slots: number;
  #promised = 0;
  #stepMs = 1000;
  #commitMs = 5;

  constructor(slots: number) {
    this.#slots = slots;
  }

  get hasFreeSlot(): boolean {
    return this.running.size < this.#slots;
  }

  /** Steps that may be claimed now. */
  get room(): number {
    const ahead = Math.min(MAX_AHEAD, Math.floor((this.#slots * this.#commitMs) / this.#stepMs));
    return Math.max(0, this.#slots + ahead - this.running.size - this.waiting.length - this.#promised);
  }

  /** Keeps room for what `work` may claim, so that nobody else fills it meanwhile. */
  async promising<T>(count: number, work: () => Promise<T>): Promise<T> {
    this.#promised += count;
    try {
      return await work();
    } finally {
      this.#promised -= count;
    }
  }

  /** Takes a waiting step off the desk; false when it does not wait (any more). */
  drop(step: ClaimedStep): boolean {
    const at = this.waiting.indexOf(step);
    if (at >= 0) this.waiting.splice(at, 1);
    return at >= 0;
  }

  // Moving averages: recent steps and commits say most about the next ones.
  sawStep(ms: number): void {
    this.#stepMs += (Math.max(SHORTEST_MS, ms) - this.#stepMs) / 4;
  }
  sawCommit(ms: number): void {
    this.#commitMs += (ms - this.#commitMs) / 8;
  }
}

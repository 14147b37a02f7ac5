import type pg from 'pg';
import { claimSteps, type ClaimedStep, type Claimant } from '../queue/claim.ts';
import { workerActor } from '../observe/actor.ts';
import { announceStarts, type CommitDeps } from '../run/commit.ts';
import { lockRun, sealRun } from '../run/lockedRun.ts';
import { inTransaction } from '../store/tx.ts';
import type { Desk } from './desk.ts';

export interface TakerDeps extends CommitDeps {
  readonly pool: pg.Pool;
  readonly desk: Desk;
  readonly claimant: Claimant;
  readonly queues: readonly string[];
  readonly taking: () => boolean;
  readonly onClaimed: (steps: readonly ClaimedStep[]) => void;
  readonly report: (message: string, error: unknown) => void;
}

/**
 * Takes steps out of the queues while there is room. It looks only into queues that may hold something: told so, or not
 * emptied by the last look. An empty fetch after every commit would cost as much as the commit, and would hold the room
 * in which the commit could take the next step itself.
 */
export class Taker {
  readonly #deps: TakerDeps;
  readonly #filled: Set<string>;
  #looking = false;

  constructor(deps: TakerDeps) {
    this.#deps = deps;
    this.#filled = new Set(deps.queues);
  }

  /** Something was put into the queue. */
  told(queue: string): void {
    if (!this.#deps.queues.includes(queue)) return;
    this.#filled.add(queue);
    void this.look();
  }

  /** Nobody knows what was missed: look into all of them. */
  lookEverywhere(): void {
    for (const queue of this.#deps.queues) this.#filled.add(queue);
    void this.look();
  }

  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (let open = true; open && this.#room > 0;) {
        open = false;
        for (const queue of this.#deps.queues) {
          const wanted = this.#room;
          if (wanted === 0 || !this.#filled.delete(queue)) continue;
          // A full batch means there may be more.
          if ((await this.#take(queue, wanted)) === wanted) this.#filled.add(queue);
          open = true;
        }
      }
    } catch (error) {
      for (const queue of this.#deps.queues) this.#filled.add(queue);
      this.#deps.report('taking steps failed', error);
    } finally {
      this.#looking = false;
    }
  }

  get #room(): number {
    return this.#deps.taking() ? this.#deps.desk.room : 0;
  }

  /** Takes up to `wanted` jobs and claims their steps, in one transaction. Returns the number of jobs. */
  async #take(queue: string, wanted: number): Promise<number> {
    const { pool, desk, delivery, claimant, plans, probe, onClaimed } = this.#deps;
    const actor = workerActor(claimant.workerId);
    const { taken, claimed } = await desk.promising(
      wanted,
      async () =>
        await inTransaction(pool, async (tx) => {
          const jobs = await delivery.take(tx, queue, wanted);
          await probe('claim:fetched');
          if (jobs.length === 0) return { taken: 0, claimed: [] };
          const steps = await claimSteps(tx, claimant, jobs);
          for (const [runId, ofRun] of Map.groupBy(steps, (step) => step.runId)) {
            const run = (await lockRun(tx, plans, { runId, actor }))!;
            announceStarts(run, ofRun, claimant.workerId);
            await sealRun(tx, this.#deps, run);
          }
          await probe('claim:before-end');
          return { taken: jobs.length, claimed: steps };
        }),
    );
    onClaimed(claimed);
    await probe('step:claimed');
    return taken;
  }
}

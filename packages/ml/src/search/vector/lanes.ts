import { MlError } from '../../errors.ts';
import { Worker } from 'node:worker_threads';
import { EPOCH_ROWS, LANES } from './layout.ts';
import type { VectorIndexOptions } from './options.ts';
import { loadEngine, type Epoch, type SegmentEngine } from './segmentEngine.ts';

/** One epoch of one lane. */
export interface LaneWork {
  /** The segment. */
  readonly file: string;
  readonly epoch: Epoch;
}

/** What a lane's thread answers. */
export type LaneAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Does the lanes' work, in a thread for each when there are threads to use. Inserting is one long native call, so
 * without threads the lanes take turns, with the same bytes.
 *
 * A lane does one piece of work at a time, in the order given. After a failure every call says so.
 */
export class Lanes {
  readonly #engine: SegmentEngine;
  readonly #options: VectorIndexOptions;
  readonly #threads: number;
  readonly #workers: Worker[] = [];
  readonly #busy: Promise<void>[] = Array.from({ length: LANES }, () => Promise.resolve());
  #failure: Error | undefined;

  private constructor(engine: SegmentEngine, options: VectorIndexOptions, threads: number) {
    this.#engine = engine;
    this.#options = options;
    this.#threads = threads;
  }

  static async open(options: VectorIndexOptions, threads: number): Promise<Lanes> {
    return new Lanes(await loadEngine(options), options, threads);
  }

  /** Resolves when the lane has taken the work on, which is when it has done what it was given before. */
  async give(lane: number, work: LaneWork): Promise<void> {
    await this.#busy[lane];
    if (this.#failure) throw this.#failure;
    this.#busy[lane] = this.#do(lane, work).catch((error: Error) => {
      this.#failure ??= error;
    });
  }

  /** Resolves when all that was given is in the segment files. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy);
    if (this.#failure) throw this.#failure;
  }

  /**
   * Asks the threads to end and waits for it. `terminate()` would be quicker, but a thread that is just loading the
   * native library then throws inside it and takes the whole process along (seen about once in twenty small indexes).
   */
  async close(): Promise<void> {
    await Promise.all(
      this.#workers.splice(0).map(async (worker) => {
        if (worker.threadId === -1) return; // it has ended already
        const ended = new Promise<void>((resolve) => {
          worker.once('exit', () => resolve());
        });
        worker.postMessage(null);
        await ended;
      }),
    );
  }

  async #do(lane: number, work: LaneWork): Promise<void> {
    const full = work.epoch.vectors.length === EPOCH_ROWS * this.#options.dimensions;
    // An index of less than an epoch is done sooner than a thread starts.
    if (this.#threads < LANES || (!full && this.#workers.length === 0)) {
      this.#engine.extend(work.file, work.epoch);
      return;
    }
    while (this.#workers.length < LANES) this.#workers.push(this.#start());
    await ask(this.#workers[lane]!, work);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./laneWorker.ts', import.meta.url), { workerData: this.#options });
    // Without a listener, an error between two pieces of work would end the process.
    return worker.on('error', (error: Error) => {
      this.#failure ??= error;
    });
  }
}

function ask(worker: Worker, work: LaneWork): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      worker.off('message', onMessage).off('error', settle).off('exit', onExit);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onMessage = (answer: LaneAnswer): void =>
      settle(answer.ok ? undefined : new MlError('bug', 'vectors.insert_failed', answer.message));
    const onExit = (): void =>
      settle(new MlError('bug', 'vectors.lane_died', 'a thread that builds the vector index ended early'));
    worker.on('message', onMessage).on('error', settle).on('exit', onExit);
    worker.postMessage(work, [work.epoch.vectors.buffer]);
  });
}

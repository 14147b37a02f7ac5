import { Worker } from 'node:worker_threads';
import { NodeError } from '@weft/engine/node';
import { LANES } from './layout.ts';
import type { VectorIndexOptions } from './options.ts';
import { loadEngine, type SegmentEngine, type SegmentRows } from './segmentEngine.ts';

/** One epoch of one lane. */
export interface LaneWork {
  readonly file: string;
  readonly size: number;
  readonly epoch: SegmentRows;
}

/** Fewer rows of a lane are sooner inserted than handed over. */
const SMALL = 100;

/** What a lane's thread answers. */
export type LaneAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Does the lanes' work, in worker threads when there are two to use. Inserting is one long native call, so without
 * threads the lanes run one after the other, with the same bytes.
 */
export class Lanes {
  #engine: SegmentEngine;
  #options: VectorIndexOptions;
  #threads: number;
  #workers: Worker[] = [];

  private constructor(engine: SegmentEngine, options: VectorIndexOptions, threads: number) {
    this.#engine = engine;
    this.#options = options;
    this.#threads = threads;
  }

  static async open(options: VectorIndexOptions, threads: number): Promise<Lanes> {
    return new Lanes(await loadEngine(options), options, threads);
  }

  /** One piece of work per lane. Files are written when this resolves; on an error they may be, in part. */
  async run(work: readonly LaneWork[]): Promise<void> {
    if (this.#threads < LANES || work.some(({ epoch }) => epoch.rows.length < SMALL)) {
      this.#here(work);
      return;
    }
    if (this.#workers.length === 0) {
      // Threads take about 60 ms to start, so the first epoch is done here meanwhile; a small index ends with it.
      for (let lane = 0; lane < LANES; lane++) this.#workers.push(this.#start());
      this.#here(work);
      return;
    }
    await Promise.all(work.map((piece, lane) => ask(this.#workers[lane]!, piece)));
  }

  #here(work: readonly LaneWork[]): void {
    for (const { file, size, epoch } of work) this.#engine.extend(file, size, epoch);
  }

  /**
   * Asks the threads to end and waits for it. `terminate()` would be quicker, but a thread that is just loading the
   * native library then throws inside it and takes the whole process along (seen about once in twenty small indexes).
   */
  async close(): Promise<void> {
    await Promise.all(
      this.#workers.splice(0).map(async (worker) => {
        const ended = new Promise<void>((resolve) => {
          worker.once('exit', () => resolve()).once('error', () => resolve());
        });
        worker.postMessage(null);
        await ended;
      }),
    );
  }

  #start(): Worker {
    return new Worker(new URL('./laneWorker.ts', import.meta.url), { workerData: this.#options });
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
      settle(answer.ok ? undefined : new NodeError('bug', 'vectors.insert_failed', answer.message));
    const onExit = (): void =>
      settle(new NodeError('bug', 'vectors.lane_died', 'a thread that builds the vector index ended early'));
    worker.on('message', onMessage).on('error', settle).on('exit', onExit);
    worker.postMessage(work, [work.epoch.vectors.buffer]);
  });
}

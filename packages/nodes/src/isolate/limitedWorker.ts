import type { EventEmitter } from 'node:events';
import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';

/**
 * A thread for work that may never end or may eat all memory: parsing files from strangers, running user code.
 *
 *   none ──run()──▶ starting ──ready──▶ busy ──reply──▶ idle ──run()──▶ busy
 *                                        └── over time, over memory, crashed, aborted ──▶ terminated; the next run() starts a new one
 *
 * One job at a time; a second `run` before the first has settled is refused. The thread's V8 heap is capped by
 * `resourceLimits`; memory outside it (ArrayBuffers, WebAssembly) is not, so while a job runs for more than a
 * moment the growth of the whole process is watched too.
 *
 * A job's time starts when the thread has loaded its code, so a busy machine does not make a job late before it began.
 *
 * The thread says `{ ready }` once and answers each `{ job }` message with `{ reply }` or `{ failure }` (see `serveJobs.ts`).
 */
export interface LimitedWorkerOptions {
  /** Module to run in the thread; it must call `serveJobs`. */
  readonly script: URL;
  readonly resourceLimits: ResourceLimits;
  /** Growth of the process's resident memory during one job, in MiB, that stops it. */
  readonly growthMb: number;
  readonly workerData?: unknown;
}

export interface RunOptions {
  /** Wall time for this job, in milliseconds. */
  readonly timeMs: number;
  readonly transfer?: readonly Transferable[];
  readonly signal?: AbortSignal;
}

export interface LimitedWorker<Job, Reply> {
  /** @throws WorkerStopped when the thread had to be stopped, JobFailed when the job threw. */
  run(job: Job, options: RunOptions): Promise<Reply>;
  close(): Promise<void>;
}

/** Why a thread was stopped in the middle of a job. */
export class WorkerStopped extends Error {
  readonly why: 'time' | 'memory' | 'crash' | 'aborted';

  constructor(why: WorkerStopped['why'], message: string) {
    super(message);
    this.name = 'WorkerStopped';
    this.why = why;
  }
}

/** What a job threw: only its words leave the thread. */
export class JobFailed extends Error {
  /** Name of the error class inside the thread. */
  readonly thrown: string;

  constructor({ name, message }: { name: string; message: string }) {
    super(message);
    this.name = 'JobFailed';
    this.thrown = name;
  }
}

/** How often the process's memory is looked at while a job runs. Filling 1 GB takes V8 longer than that. */
const WATCH_MS = 50;

/** Loading a thread's code takes a tenth of a second; this is for machines in distress. */
const START_MS = 60_000;

type Message<Reply> =
  | { readonly ready: true }
  | { readonly reply: Reply }
  | { readonly failure: { readonly name: string; readonly message: string } };

export function limitedWorker<Job, Reply>(options: LimitedWorkerOptions): LimitedWorker<Job, Reply> {
  let worker: Worker | undefined;
  let ready = false;
  let busy = false;

  function start(): Worker {
    const started = new Worker(options.script, {
      resourceLimits: options.resourceLimits,
      workerData: options.workerData,
      // Nothing of the host's environment or flags is the thread's business.
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    // A thread waiting for its next job must not keep the process alive.
    started.unref();
    ready = false;
    return started;
  }

  async function run(job: Job, { timeMs, transfer = [], signal }: RunOptions): Promise<Reply> {
    if (busy) throw new Error('the thread is busy');
    signal?.throwIfAborted();
    busy = true;
    const thread = (worker ??= start());
    const before = process.memoryUsage.rss();
    const cleanUp: (() => void)[] = [];
    try {
      thread.ref();
      return await new Promise<Reply>((resolve, reject) => {
        const stop = (why: WorkerStopped['why'], message: string): void => {
          worker = undefined;
          void thread.terminate();
          reject(new WorkerStopped(why, message));
        };
        const on = <T>(event: string, listener: (value: T) => void): void => {
          (thread as EventEmitter).on(event, listener);
          cleanUp.push(() => (thread as EventEmitter).off(event, listener));
        };
        const begin = (): void => {
          ready = true;
          clearTimeout(timer);
          timer = setTimeout(() => stop('time', `took longer than ${timeMs / 1000} s`), timeMs);
          thread.postMessage({ job }, transfer);
        };
        let timer = setTimeout(() => stop('crash', 'could not be started'), START_MS);
        on('message', (message: Message<Reply>) => {
          if ('ready' in message) begin();
          else if ('failure' in message) reject(new JobFailed(message.failure));
          else resolve(message.reply);
        });
        on('error', (error: NodeJS.ErrnoException) =>
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? stop('memory', `needs more than ${options.resourceLimits.maxOldGenerationSizeMb} MB of memory`)
            : stop('crash', `crashed: ${error.message}`),
        );
        on('exit', () => stop('crash', 'ended without an answer'));
        const watch = setInterval(() => {
          const grownMb = (process.memoryUsage.rss() - before) / 2 ** 20;
          if (grownMb > options.growthMb) stop('memory', `needs more than ${options.growthMb} MB of memory`);
        }, WATCH_MS);
        const abort = (): void => stop('aborted', 'was stopped');
        signal?.addEventListener('abort', abort);
        cleanUp.push(() => {
          clearTimeout(timer);
          clearInterval(watch);
          signal?.removeEventListener('abort', abort);
        });
        if (ready) begin();
      });
    } finally {
      for (const undo of cleanUp) undo();
      thread.unref();
      // A thread that is going down may still raise its last error; nobody waits for it any more.
      if (worker !== thread) thread.on('error', () => {});
      busy = false;
    }
  }

  return {
    run,
    async close() {
      const thread = worker;
      worker = undefined;
      await thread?.terminate();
    },
  };
}

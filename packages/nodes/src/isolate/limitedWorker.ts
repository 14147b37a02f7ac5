import type { EventEmitter } from 'node:events';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { JobFailed, WorkerStopped } from './stopped.ts';

/**
 * A thread for work that may never end or may eat all memory: parsing files from strangers, running user code.
 *
 *   none ──run()──▶ starting ──ready──▶ busy ──reply──▶ idle ──run()──▶ busy
 *                                        └── over a limit, crashed, aborted ──▶ terminated; the next run() starts a new one
 *
 * One job at a time; a second `run` before the first has settled is refused.
 *
 * No limit here goes by the clock on the wall: a job is stopped by the processor time of its own thread, which stands
 * still while the machine is busy with something else, asleep, or the process is stopped. Still, processor time and
 * memory differ a little from one attempt to the next. So whoever catches `WorkerStopped` must end the attempt (see
 * `stopped.ts`) and may not make a result of it.
 *
 * The thread's V8 heap is capped by `resourceLimits`; memory outside it (ArrayBuffers, WebAssembly) is not, so the
 * growth of the whole process is watched too.
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
  /** Processor time of the thread for this job, in milliseconds. */
  readonly cpuMs: number;
  readonly signal?: AbortSignal;
}

export interface LimitedWorker<Job, Reply> {
  /** @throws WorkerStopped when the thread had to be stopped, JobFailed when the job threw. */
  run(job: Job, options: RunOptions): Promise<Reply>;
  close(): Promise<void>;
}

/** How often the process's memory is looked at while a job runs. Filling 1 GB takes V8 longer than that. */
const WATCH_MS = 50;

/**
 * Ticks of `WATCH_MS` for which a thread may owe a sign of life: that it has loaded its code, or how much processor
 * time it used, which it cannot tell in the middle of one long native call. Ticks are counted, not seconds: a process
 * that was stopped for an hour has missed ticks, not used them.
 */
const PATIENCE_TICKS = 2 * (60_000 / WATCH_MS);

export type Message<Reply> =
  | { readonly ready: true }
  | { readonly reply: Reply }
  /** `fatal`: nothing caught it, so the thread is not fit for another job. */
  | { readonly failure: { readonly name: string; readonly message: string }; readonly fatal?: true };

export function limitedWorker<Job, Reply>(options: LimitedWorkerOptions): LimitedWorker<Job, Reply> {
  let worker: Worker | undefined;
  let ready = false;
  let busy = false;
  /** Jobs the thread has had. */
  let served = 0;

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
    // Between jobs only this listens: the next run replaces a thread that ended or is no longer fit.
    const drop = (): void => {
      if (worker === started) worker = undefined;
      void started.terminate();
    };
    started.on('error', drop);
    started.on('exit', drop);
    started.on('message', (message: Message<Reply>) => {
      if ('failure' in message && message.fatal && !busy) drop();
    });
    ready = false;
    served = 0;
    return started;
  }

  async function run(job: Job, runOptions: RunOptions): Promise<Reply> {
    if (busy) throw new Error('the thread is busy');
    busy = true;
    try {
      return await runOnce(job, runOptions);
    } catch (error) {
      // What no one caught may be left over from an earlier job. A fresh thread tells.
      if (!(error instanceof JobFailed && error.fatal && served > 1)) throw error;
      return await runOnce(job, runOptions);
    } finally {
      busy = false;
    }
  }

  async function runOnce(job: Job, { cpuMs, signal }: RunOptions): Promise<Reply> {
    signal?.throwIfAborted();
    const thread = (worker ??= start());
    const before = process.memoryUsage.rss();
    const cleanUp: (() => void)[] = [];
    try {
      thread.ref();
      return await new Promise<Reply>((resolve, reject) => {
        const drop = (error: Error): void => {
          worker = undefined;
          void thread.terminate();
          reject(error);
        };
        const stop = (why: WorkerStopped['why'], message: string): void =>
          drop(new WorkerStopped(why, message));
        const on = <T>(event: string, listener: (value: T) => void): void => {
          (thread as EventEmitter).on(event, listener);
          cleanUp.push(() => (thread as EventEmitter).off(event, listener));
        };
        let owes: 'nothing' | 'start' | 'usage' = 'start';
        let ticks = 0;
        const owe = (what: typeof owes): void => {
          owes = what;
          ticks = 0;
        };
        const begin = (): void => {
          ready = true;
          owe('nothing');
          served += 1;
          thread.postMessage({ job });
          cleanUp.push(whenUsed(thread, cpuMs, { asked: owe, over: () => stop('cpu', overCpu(cpuMs)) }));
        };
        on('message', (message: Message<Reply>) => {
          if ('ready' in message) begin();
          else if ('reply' in message) resolve(message.reply);
          else if (message.fatal) drop(new JobFailed(message.failure, { fatal: true }));
          else reject(new JobFailed(message.failure));
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
          else if (owes !== 'nothing' && ++ticks > PATIENCE_TICKS)
            stop('stalled', owes === 'start' ? 'could not be started' : 'gave no sign of life');
        }, WATCH_MS);
        const abort = (): void => stop('aborted', 'was stopped');
        signal?.addEventListener('abort', abort);
        cleanUp.push(() => {
          clearInterval(watch);
          signal?.removeEventListener('abort', abort);
        });
        if (ready) begin();
      });
    } finally {
      for (const undo of cleanUp) undo();
      thread.unref();
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

const overCpu = (cpuMs: number): string => `needs more than ${cpuMs / 1000} s of processor time`;

/**
 * Calls `over` when a thread has used `cpuMs` more of processor time, and says when it waits for the thread to tell.
 * A thread cannot have used more of it than time has passed, so it is asked only when as much has passed as it has left.
 * @returns stops the watch
 */
function whenUsed(
  thread: Worker,
  cpuMs: number,
  { asked, over }: { asked: (what: 'nothing' | 'usage') => void; over: () => void },
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const usedMs = async (): Promise<number | null> => {
    // The thread may end while it is asked.
    const usage = await thread.cpuUsage().catch(() => null);
    return usage && (usage.user + usage.system) / 1000;
  };
  const watch = async (): Promise<void> => {
    asked('usage');
    const before = (await usedMs()) ?? 0;
    asked('nothing');
    for (let left = cpuMs; ;) {
      if (stopped) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      timer = setTimeout(resolve, Math.min(Math.max(left, WATCH_MS), 2 ** 31 - 1));
      await promise;
      asked('usage');
      const now = await usedMs();
      if (stopped || now === null) return;
      asked('nothing');
      left = cpuMs - (now - before);
      if (left <= 0) return over();
    }
  };
  void watch();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

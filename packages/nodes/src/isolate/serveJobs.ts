import { parentPort } from 'node:worker_threads';

/**
 * The other end of `limitedWorker.ts`: answers every job the parent sends. What `work` throws becomes an error of
 * the job, not of the thread.
 */
export function serveJobs<Job, Reply>(work: (job: Job) => Reply | Promise<Reply>): void {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a worker thread only');
  port.on('message', ({ job }: { job: Job }) => {
    Promise.resolve(job)
      .then(work)
      .then(
        (reply) => port.postMessage({ reply }),
        (thrown: unknown) => {
          const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
          port.postMessage({ failure: { name, message } });
        },
      );
  });
  port.postMessage({ ready: true });
}

import { parentPort } from 'node:worker_threads';

/**
 * The other end of `limitedWorker.ts`: answers every job the parent sends. What `work` throws becomes an error of
 * the job, not of the thread. So does what a library throws where nobody catches it (a callback, a promise without an
 * owner): the parent then ends the thread.
 */
export function serveJobs<Job, Reply>(work: (job: Job) => Reply | Promise<Reply>): void {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a worker thread only');
  const failure = (thrown: unknown) => {
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { name, message };
  };
  process.on('uncaughtException', (thrown: unknown) =>
    port.postMessage({ failure: failure(thrown), fatal: true }),
  );
  port.on('message', ({ job }: { job: Job }) => {
    Promise.resolve(job)
      .then(work)
      .then(
        (reply) => port.postMessage({ reply }),
        (thrown: unknown) => port.postMessage({ failure: failure(thrown) }),
      );
  });
  port.postMessage({ ready: true });
}

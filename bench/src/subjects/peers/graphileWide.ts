import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';

/** Adds all jobs at once and waits for the last; nothing is recorded of a job that is done. */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps, concurrency } = settings as { steps: number; concurrency: number };
  let left = 0;
  let finished = Promise.withResolvers<void>();
  const logger = new Logger(() => () => {});
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  const runner = await run({
    connectionString: databaseUrl,
    concurrency,
    noHandleSignals: true,
    logger,
    taskList: {
      step: async () => {
        left -= 1;
        if (left === 0) finished.resolve();
      },
    },
  });
  return {
    async round() {
      left = steps;
      finished = Promise.withResolvers();
      const began = performance.now();
      await utils.addJobs(
        Array.from({ length: steps }, (_, at) => ({ identifier: 'step', payload: { at } })),
      );
      await finished.promise;
      return { perSecond: (steps * 1000) / (performance.now() - began) };
    },
    async close() {
      await runner.stop();
      await utils.release();
    },
  };
}

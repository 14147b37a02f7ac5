import { Logger, run } from 'graphile-worker';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { gaps } from '../../harness/statistics.ts';
import { gapFigures } from '../gapFigures.ts';

/** Each job adds the next one, as its documentation shows; LISTEN/NOTIFY wakes the worker. */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps } = settings as { steps: number };
  let times: number[] = [];
  let finished = Promise.withResolvers<void>();
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 1,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: {
      step: async (payload, helpers) => {
        const { at } = payload as { at: number };
        times.push(performance.now());
        if (at + 1 < steps) await helpers.addJob('step', { at: at + 1 });
        else finished.resolve();
      },
    },
  });
  return {
    async round() {
      times = [];
      finished = Promise.withResolvers();
      const began = performance.now();
      await runner.addJob('step', { at: 0 });
      await finished.promise;
      return gapFigures(gaps(times), { steps, ms: performance.now() - began });
    },
    close: async () => await runner.stop(),
  };
}

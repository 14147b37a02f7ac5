import { PgBoss } from 'pg-boss';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { gaps } from '../../harness/statistics.ts';
import { gapFigures } from '../gapFigures.ts';

/**
 * Each job sends the next one. `polling`: as shipped, a worker looks every two seconds. `transactional`: the next job is
 * sent in the transaction that completes this one, and LISTEN/NOTIFY wakes the worker.
 */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps, mode } = settings as { steps: number; mode: 'polling' | 'transactional' };
  const transactional = mode === 'transactional';
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: transactional });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue('chain', transactional ? { notify: true, partition: true } : {});
  let times: number[] = [];
  let finished = Promise.withResolvers<void>();
  await boss.work<{ at: number }>('chain', transactional ? { transactional } : {}, async (...handed) => {
    const [[job], tx] = handed as unknown as [[{ data: { at: number } }], unknown];
    times.push(performance.now());
    const { at } = job.data;
    if (at + 1 < steps) await boss.send('chain', { at: at + 1 }, transactional ? { db: tx as never } : {});
    else finished.resolve();
  });
  return {
    async round() {
      times = [];
      finished = Promise.withResolvers();
      const began = performance.now();
      await boss.send('chain', { at: 0 });
      await finished.promise;
      return gapFigures(gaps(times), { steps, ms: performance.now() - began });
    },
    close: async () => await boss.stop({ graceful: false }),
  };
}

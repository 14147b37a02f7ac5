import { PgBoss } from 'pg-boss';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';

/**
 * `polling`: as shipped, one job at each look, every two seconds; measured over a window, since the whole graph would
 * take half an hour. `woken`: a table of its own, and every handler asks for the next look at once.
 */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps, mode, windowMs } = settings as {
    steps: number;
    mode: 'polling' | 'woken';
    windowMs: number;
  };
  const boss = new PgBoss({ connectionString: databaseUrl });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  return {
    async round(index) {
      const queue = `wide${index + 1}`;
      await boss.createQueue(queue, { partition: mode === 'woken' });
      let done = 0;
      const finished = Promise.withResolvers<void>();
      const began = performance.now();
      await boss.insert(
        queue,
        Array.from({ length: steps }, (_, at) => ({ data: { at } })),
      );
      const worker: string = await boss.work(queue, async () => {
        done += 1;
        if (mode === 'woken') boss.notifyWorker(worker);
        if (done === steps) finished.resolve();
      });
      const window = setTimeout(() => finished.resolve(), mode === 'polling' ? windowMs : 120_000);
      await finished.promise;
      const ms = performance.now() - began;
      clearTimeout(window);
      await boss.offWork(queue);
      await boss.deleteAllJobs(queue);
      return { perSecond: (done * 1000) / ms };
    },
    close: async () => await boss.stop({ graceful: false }),
  };
}

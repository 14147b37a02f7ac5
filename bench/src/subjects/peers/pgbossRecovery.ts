import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PgBoss } from 'pg-boss';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { killAndWait, untilAtWork } from '../recovery.ts';
import type { TickJob } from './pgbossWorkerMain.ts';

const LIMIT_MS = 200_000;

/** As shipped but for heartbeats: without them a job waits 15 minutes. Ten seconds is the smallest that is allowed. */
export async function open({ settings, databaseUrl, directory }: Given): Promise<OpenSubject> {
  const { kills } = settings as { kills: number };
  const boss = new PgBoss({ connectionString: databaseUrl });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  const worker = async (queues: string[]) => {
    const child = fork(fileURLToPath(new URL('./pgbossWorkerMain.ts', import.meta.url)), [
      databaseUrl,
      ...queues,
    ]);
    await once(child, 'message');
    return child;
  };
  return {
    async round(index) {
      const queues = Array.from({ length: kills }, (_, at) => `round${index + 1}-${at}`);
      const journals = queues.map((queue) => join(directory, queue));
      const victims = [];
      for (const [at, queue] of queues.entries()) {
        await boss.createQueue(queue, { heartbeatSeconds: 10 });
        victims.push(await worker([queue]));
        await boss.send(queue, { journal: journals[at]!, ticks: 10_000, tickMs: 100 } satisfies TickJob);
      }
      await untilAtWork(journals);
      const heir = await worker(queues);
      const figures = await killAndWait(
        victims.map((victim, at) => ({ journal: journals[at]!, kill: () => void victim.kill('SIGKILL') })),
        LIMIT_MS,
      );
      heir.kill('SIGKILL');
      for (const queue of queues) await boss.deleteAllJobs(queue);
      return figures;
    },
    close: async () => await boss.stop({ graceful: false }),
  };
}

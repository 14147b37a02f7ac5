/** A pg-boss worker process: node pgbossWorkerMain.ts <database url> <queue>… */
import { PgBoss } from 'pg-boss';
import { enter } from '../../nodes/journal.ts';

export interface TickJob {
  readonly journal: string;
  readonly ticks: number;
  readonly tickMs: number;
}

const [connectionString, ...queues] = process.argv.slice(2);
const boss = new PgBoss({ connectionString: connectionString! });
boss.on('error', (error) => console.error(error));
await boss.start();
for (const queue of queues)
  await boss.work<TickJob>(queue, async ([job]) => {
    const { journal, ticks, tickMs } = job!.data;
    for (let tick = 0; tick < ticks; tick++) {
      enter(journal, tick);
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
  });
process.send?.('ready');
process.on('disconnect', () => process.exit(0));

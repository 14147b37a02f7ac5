import { PgBoss } from 'pg-boss';
import type pg from 'pg';
import type { Tx } from '../store/tx.ts';

/**
 * Delivery. A job says "this step may be worth claiming", nothing more: our own tables decide whether it is. Jobs are
 * inserted in the transaction that makes a step ready and removed in the transaction that claims it, so no crash can
 * leave one without the other; a duplicate or stale job claims nothing.
 *
 * These are the only files that know pg-boss. Each queue has a table of its own (`partition`): on the shared table stale
 * statistics made fetches 4 to 27 times slower after a bulk insert. Waking is our own NOTIFY, once per transaction;
 * `work()` took one job per poll from a backlog.
 */
export const QUEUE_KINDS = ['cpu', 'gpu'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/** Told after a commit that made steps ready; the payload is the queue's name. */
export const WORK_CHANNEL = 'weft_work';

/** Steps of a run that asks for a label wait in a queue that only workers with the label serve. */
export const queueName = (kind: QueueKind, label?: string): string =>
  label === undefined ? `weft-${kind}` : `weft-${kind}-${label}`;

export interface StepJob {
  readonly runId: string;
  readonly index: number;
  readonly shard: number;
}
export interface QueuedStep extends StepJob {
  readonly queue: string;
  readonly delaySeconds?: number;
}

export interface Delivery {
  /** Creates the queues that do not exist yet. */
  ensure(queues: readonly string[]): Promise<void>;
  enqueue(tx: Tx, steps: readonly QueuedStep[]): Promise<void>;
  /** Takes up to `limit` jobs away; they are gone when `tx` commits and back when it does not. */
  take(tx: Tx, queue: string, limit: number): Promise<StepJob[]>;
  stop(): Promise<void>;
}

const onTransaction = (tx: Tx) => ({
  db: { executeSql: async (text: string, values?: unknown[]) => await tx.query(text, values) },
});

export async function openDelivery(pool: pg.Pool): Promise<Delivery> {
  const boss = new PgBoss({
    db: { executeSql: async (text: string, values?: unknown[]) => await pool.query(text, values) },
    // We hold no job past its claim, so there is nothing for pg-boss to expire, retry, schedule or archive.
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => {});
  await boss.start();
  const existing = new Set<string>();

  async function ensure(queues: readonly string[]): Promise<void> {
    for (const queue of queues) {
      if (existing.has(queue)) continue;
      if ((await boss.getQueue(queue)) === null)
        await boss.createQueue(queue, { partition: true, retryLimit: 0 }).catch(async (error: unknown) => {
          // Another process created it in between.
          if ((await boss.getQueue(queue)) === null) throw error;
        });
      existing.add(queue);
    }
  }

  return {
    ensure,
    async enqueue(tx, steps) {
      const byQueue = Map.groupBy(steps, (step) => step.queue);
      for (const [queue, jobs] of byQueue) {
        await ensure([queue]);
        await boss.insert(
          queue,
          jobs.map(({ runId, index, shard, delaySeconds }) => ({
            data: { runId, index, shard } satisfies StepJob,
            ...(delaySeconds === undefined ? {} : { startAfter: Math.ceil(delaySeconds) }),
          })),
          onTransaction(tx),
        );
        await tx.query('select pg_notify($1, $2)', [WORK_CHANNEL, queue]);
      }
    },
    async take(tx, queue, limit) {
      const jobs = await boss.fetch<StepJob>(queue, { batchSize: limit, ...onTransaction(tx) });
      if (jobs.length === 0) return [];
      await boss.deleteJob(
        queue,
        jobs.map((job) => job.id),
        onTransaction(tx),
      );
      return jobs.map((job) => job.data);
    },
    stop: async () => await boss.stop({ graceful: false, close: false }),
  };
}

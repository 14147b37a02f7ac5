import type pg from 'pg';

export type Readiness =
  { readonly ready: true; readonly workers: number } | { readonly ready: false; readonly reason: string };

const QUERY_MS = 2000;

/**
 * Whether work can be accepted now: Postgres answers, every migration begun has finished, and the queues exist. It asks
 * each time; a remembered answer would be a lie exactly when it matters.
 */
export async function readiness(pool: pg.Pool): Promise<Readiness> {
  try {
    const { rows } = await withTimeout(
      pool.query<{ migrated: boolean; queued: boolean; workers: number }>(
        `select
           not exists (select 1 from _prisma_migrations where finished_at is null and rolled_back_at is null) as migrated,
           exists (select 1 from pgboss.queue where name = 'weft-cpu') as queued,
           (select count(*)::int from workers where state = 'active' and heartbeat_at > now() - interval '15 seconds') as workers`,
      ),
    );
    const { migrated, queued, workers } = rows[0]!;
    if (!migrated) return { ready: false, reason: 'a migration has not finished' };
    if (!queued) return { ready: false, reason: 'the queues do not exist yet' };
    return { ready: true, workers };
  } catch (error) {
    return { ready: false, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  // undefined_table, invalid_schema_name
  if (code === '42P01' || code === '3F000') return 'the database has not been migrated yet';
  return `PostgreSQL does not answer: ${message || code || 'no reason given'}`;
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${QUERY_MS / 1000} s`)), QUERY_MS);
  // The loser of the race may still fail later; that failure has been told.
  work.catch(() => {});
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

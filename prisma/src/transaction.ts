import type pg from 'pg';

/**
 * An open transaction. Functions that write take one as their first argument and have no other client in scope, so no
 * branch can forget it.
 */
export interface Tx {
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<pg.QueryResult<R>>;
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<R>>;
}

/** Serialization failure and deadlock: the transaction did nothing and may simply be tried again. */
export const isRetryable = (error: unknown): boolean =>
  ['40001', '40P01'].includes((error as { code?: string } | null)?.code ?? '');

/** Runs `work` in one transaction. Retries it as a whole, five times at most, when Postgres asks for that. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure));
      if (attempt < 5 && isRetryable(error)) continue;
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Everything that `work` reads is as of one moment, however many statements it takes. */
export async function inSnapshot<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read, read only');
    return await work(client);
  } finally {
    // Nothing was written, so there is nothing to commit.
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    client.release(broken);
  }
}

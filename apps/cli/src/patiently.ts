import { Backoff, pause } from '@weft/engine/backoff';

/** How long a command waits for a database that restarts before it gives up. */
const PATIENCE_MS = 60_000;

/** Does `work`, again and again while the database is away. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const { isDatabaseAway } = await import('@weft/engine');
  const giveUp = performance.now() + PATIENCE_MS;
  const backoff = new Backoff({ firstMs: 100, longestMs: 2000 });
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || isAboutFile(error) || performance.now() > giveUp) throw error;
      await pause(backoff.next());
    }
  }
}

/** ENOENT means a missing socket of PostgreSQL only when connecting; otherwise a file is missing, and stays so. */
const isAboutFile = (error: unknown): boolean => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall !== 'connect';
};

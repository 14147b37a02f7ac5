import { setTimeout as pause } from 'node:timers/promises';

/** How long a command waits for a database that restarts before it gives up. */
const PATIENCE_MS = 60_000;

/** Does `work`, again and again while the database is away. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const { isDatabaseAway } = await import('@weft/engine');
  const giveUp = performance.now() + PATIENCE_MS;
  for (let delay = 100; ; delay = Math.min(2000, delay * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || isAboutFile(error) || performance.now() > giveUp) throw error;
      await pause(delay);
    }
  }
}

/** ENOENT means a missing socket of PostgreSQL only when connecting; otherwise a file is missing, and stays so. */
const isAboutFile = (error: unknown): boolean => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall !== 'connect';
};

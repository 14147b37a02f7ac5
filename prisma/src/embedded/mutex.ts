/**
 * A lock between processes on one machine, released by the kernel when its holder dies.
 *
 * Node has no flock. A lock file made with O_EXCL stays behind after kill -9, and taking a stale one over is a
 * race in itself (two waiters both see it stale, the second removes the first one's fresh lock). SQLite ships
 * with Node and takes a kernel lock on an empty file in 0.3 ms, on every platform, so there is no stale state.
 */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** Extended SQLite code of a lock that somebody else holds. */
const SQLITE_BUSY = 5;
const RETRY_MS = 20;

/** Takes the lock at `path` if it is free; returns the function that releases it, else undefined. */
export function tryLock(path: string): (() => void) | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    // In memory, as a journal file would stay behind after kill -9.
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return () => file.close();
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new Error(
      `Weft could not lock ${path}: ${(error as Error).message}. Is the folder writable by you?`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Runs `task` while holding the lock at `path`.
 *
 * @param waitMs how long to wait for the present holder, default 5 minutes (crash recovery of a large database
 *   happens under the lock); then an error names the lock.
 */
export async function withMutex<T>(path: string, task: () => Promise<T>, waitMs = 300_000): Promise<T> {
  const giveUp = performance.now() + waitMs;
  for (;;) {
    const release = tryLock(path);
    if (release) {
      try {
        return await task();
      } finally {
        release();
      }
    }
    if (performance.now() > giveUp) {
      throw new Error(`Another process has held ${path} for ${Math.round(waitMs / 1000)} s. Is it stuck?`);
    }
    await pause(RETRY_MS);
  }
}

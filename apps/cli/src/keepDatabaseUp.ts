import type { EmbeddedDatabase } from '@weft/db';
import type pg from 'pg';
import { Backoff, pause } from '@weft/engine/backoff';

/**
 * Starts the embedded server again when it dies (killed, out of memory), so that runs go on by themselves. It holds one
 * idle connection, whose end tells of the server's end within milliseconds; polling would need a connection a second.
 */
export function keepDatabaseUp({
  embedded,
  pool,
  say,
}: {
  embedded: Pick<EmbeddedDatabase, 'url' | 'ensureRunning'>;
  pool: pg.Pool;
  say: (line: string) => void;
}): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function watch(): Promise<void> {
    const backoff = new Backoff({ firstMs: 100, longestMs: 10_000 });
    while (!signal.aborted) {
      try {
        await connectionEnds(pool, signal);
        if (signal.aborted) return;
      } catch {
        // No connection to be had: the server is away already.
      }
      try {
        const before = embedded.url;
        const { url, restarted } = await embedded.ensureRunning();
        if (restarted) say('The embedded database had stopped; it runs again.');
        // The pool makes its next connections from these options; listeners keep the address they were given.
        if (url !== before) {
          pool.options.connectionString = url;
          say('The embedded database has moved to another port; restart this command if it stays silent.');
        }
        backoff.reset();
      } catch (error) {
        say(`The embedded database does not start: ${(error as Error).message}`);
        await pause(backoff.next(), signal);
      }
    }
  }

  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** Resolves when a connection taken for this purpose ends, or on `signal`. */
async function connectionEnds(pool: pg.Pool, signal: AbortSignal): Promise<void> {
  const client = await pool.connect();
  const { promise, resolve } = Promise.withResolvers<void>();
  client.once('end', resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await promise;
  client.release(true);
}

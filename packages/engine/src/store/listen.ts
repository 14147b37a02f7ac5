import pg from 'pg';
import { Backoff } from '../backoff.ts';

export interface Listener {
  /** Whether notices arrive now. */
  readonly connected: boolean;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly channels: readonly string[];
  readonly onNotify: (channel: string, payload: string) => void;
  /** Runs after each connection, the first included. Notices in between are lost, so the owner looks for itself. */
  readonly onConnect: () => void;
  /** How the connection shows in pg_stat_activity. Default "weft listener". */
  readonly name?: string;
}

/**
 * LISTENs on a connection of its own and reconnects until closed. Resolves after the first attempt, whether it worked
 * or not.
 */
export async function listen(
  url: string,
  { channels, onNotify, onConnect, name = 'weft listener' }: ListenOptions,
): Promise<Listener> {
  const backoff = new Backoff({ firstMs: 100, longestMs: 5000 });
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: name, keepAlive: true });
    fresh.on('notification', ({ channel, payload = '' }) => onNotify(channel, payload));
    // Without a handler Node ends the process; 'end' follows.
    fresh.on('error', () => {});
    try {
      await fresh.connect();
      await fresh.query(channels.map((channel) => `listen ${pg.escapeIdentifier(channel)}`).join('; '));
    } catch {
      await fresh.end().catch(() => {});
      return again();
    }
    if (closed) return await fresh.end();
    fresh.once('end', again);
    client = fresh;
    backoff.reset();
    onConnect();
  }

  function again(): void {
    client = null;
    if (!closed) retry = setTimeout(() => void connect(), backoff.next());
  }

  await connect();
  return {
    get connected() {
      return client !== null;
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}

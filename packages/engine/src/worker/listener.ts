import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

/**
 * LISTENs on its own connection and reconnects for ever. `onConnect` runs after each (re)connection: whatever was told
 * in between is lost, so the owner looks for itself then.
 */
export async function listen(
  url: string,
  {
    channels,
    onNotify,
    onConnect,
  }: {
    channels: readonly string[];
    onNotify: (channel: string, payload: string) => void;
    onConnect: () => void;
  },
): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let delay = 100;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'weft listener',
      keepAlive: true,
    });
    fresh.on('notification', ({ channel, payload = '' }) => onNotify(channel, payload));
    fresh.on('error', () => {});
    fresh.on('end', () => again());
    try {
      await fresh.connect();
      for (const channel of channels) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      fresh.removeAllListeners('end');
      await fresh.end().catch(() => {});
      throw error;
    }
    if (closed) return await fresh.end();
    client = fresh;
    delay = 100;
    onConnect();
  }

  function again(): void {
    client = undefined;
    if (closed) return;
    // Half to one and a half of the delay: many workers must not come back in the same instant.
    retry = setTimeout(() => void connect().catch(again), delay * (0.5 + Math.random()));
    delay = Math.min(5000, delay * 2);
  }

  await connect().catch(again);
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}

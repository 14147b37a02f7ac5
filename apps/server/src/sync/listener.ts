import pg from 'pg';

export interface Listener {
  readonly connected: boolean;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly url: string;
  readonly channels: readonly string[];
  readonly onNotify: (channel: string, payload: string) => void;
  /** After each connection, the first included: what was told in between is lost, so the owner looks for itself. */
  readonly onConnect: () => void;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;

/** LISTENs on a connection of its own and comes back for ever. Resolves after the first try, whether it worked or not. */
export async function listen({ url, channels, onNotify, onConnect }: ListenOptions): Promise<Listener> {
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let delay = FIRST_RETRY_MS;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'weft rooms', keepAlive: true });
    fresh.on('notification', ({ channel, payload = '' }) => onNotify(channel, payload));
    // Without a listener Node ends the process; what follows from it comes with 'end'.
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
    delay = FIRST_RETRY_MS;
    onConnect();
  }

  function again(): void {
    client = null;
    if (closed) return;
    retry = setTimeout(() => void connect(), delay * (0.5 + Math.random()));
    delay = Math.min(LONGEST_RETRY_MS, delay * 2);
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

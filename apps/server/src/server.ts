import type { Engine } from '@weft/engine';
import type { SpecRegistry } from '@weft/engine/graph';
import type { Actor } from '@weft/engine/observe';
import { createServer, type AddressInfo } from 'node:net';
import type pg from 'pg';
import type { Deps } from './deps.ts';
import { ensureDemo, type DemoRun } from './domain/demo/ensure.ts';
import { openRunFeed } from './domain/runs/feed.ts';
import { createApp } from './http/app.ts';
import { createLimiters, type Limits } from './http/limiters.ts';
import { openAccounts, type OpenIdProvider } from './identity/accounts.ts';
import { installationSecret } from './identity/secret.ts';
import { setupLink } from './identity/setup.ts';
import { openRooms } from './sync/rooms.ts';

export interface ServerOptions {
  readonly engine: Engine;
  readonly pool: pg.Pool;
  /** The same database as `pool`, for the connections that listen and for the accounts. */
  readonly url: string;
  readonly specs: SpecRegistry;
  /** 0 takes any free one. */
  readonly port: number;
  /** Default 127.0.0.1: nobody outside the machine, unless asked for. */
  readonly host?: string;
  /** The address people use. Default: the one the server listens on. */
  readonly publicUrl?: string;
  /** Further origins whose pages may use the API, such as a development server's. */
  readonly origins?: readonly string[];
  readonly dataDir: string;
  readonly templatesDir: string;
  /** The built studio; null serves the API alone. */
  readonly studioDir: string | null;
  readonly secret?: string;
  readonly signUp?: 'open' | 'invited';
  readonly oidc?: OpenIdProvider;
  readonly limits?: Limits;
  /** JSON lines on stderr, so that stdout stays for people. Default level `info`. */
  readonly log?: {
    readonly level: 'debug' | 'info' | 'warn' | 'error';
    readonly stream?: NodeJS.WritableStream;
  };
}

export interface Server {
  readonly url: string;
  readonly deps: Deps;
  /** Makes the demo document of a workspace, once, and runs it; goes on with its last run when that is unfinished. */
  demo(input: { workspaceId: string; template: string; actor: Actor }): Promise<DemoRun | null>;
  /** Where the first person makes themselves the owner; null once somebody has. A new one each time. */
  setupLink(): Promise<string | null>;
  /** Lets requests in progress end and edits become durable, then closes. */
  close(): Promise<void>;
}

/**
 * Opens what a server is made of, in order, and listens. What was opened is closed again, in reverse, when a later part
 * fails.
 *
 * @throws the system's error when the port cannot be had
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { engine, pool, url, specs, host = '127.0.0.1', log = { level: 'info' } } = options;
  await using parts = new AsyncDisposableStack();
  // Known before it listens: accounts and links are made for it.
  const port = options.port === 0 ? await freePort(host) : options.port;
  const listening = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const address = options.publicUrl ?? listening;
  // Parts speak in the log of the app that they are made for.
  let app: ReturnType<typeof createApp> | null = null;
  const report = (message: string, error: unknown) => app?.log.warn({ err: error }, message);
  const secret = options.secret ?? (await installationSecret(options.dataDir));
  const rooms = parts.adopt(
    await openRooms({ pool, url, specs, log: report }),
    async (opened) => await opened.close(),
  );
  const feed = parts.adopt(await openRunFeed({ pool, url, report }), async (opened) => await opened.close());
  const origins = new Set([address, ...(options.origins ?? [])]);
  const accounts = parts.adopt(
    await openAccounts({
      pool,
      secret,
      baseUrl: address,
      trustedOrigins: () => [...origins],
      onTrouble: report,
      signUp: options.signUp ?? 'invited',
      oidc: options.oidc === undefined ? [] : [{ id: 'oidc', ...options.oidc }],
    }),
    async (opened) => await opened.close(),
  );
  const deps: Deps = {
    engine,
    pool,
    specs,
    rooms,
    accounts,
    feed,
    limiters: createLimiters(options.limits),
    templatesDir: options.templatesDir,
  };
  app = createApp({ deps, studioDir: options.studioDir, log, origins });
  parts.defer(async () => await app?.close());
  await app.listen({ port, host });
  const opened = parts.move();
  return {
    url: address,
    deps,
    demo: async (input) => await ensureDemo(deps, input),
    setupLink: async () => await setupLink(pool, address),
    close: async () => await opened.disposeAsync(),
  };
}

async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => void probe.close(resolve));
  return port;
}

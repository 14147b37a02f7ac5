/** For tests over real HTTP: everything a server is made of, on a database and a port of its own. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { openRunFeed } from '../domain/runs/feed.ts';
import { createApp, type AppOptions } from '../http/app.ts';
import { openRooms } from '../sync/rooms.ts';
import { openTestApp, type TestApp, type TestAppOptions, type TestPerson } from './testContext.ts';

export interface TestServerOptions
  extends TestAppOptions, Partial<Pick<AppOptions, 'studioDir' | 'uploadBytes'>> {}

export interface Asking {
  /** Sends their cookie, and the origin of our own page. */
  readonly as?: TestPerson;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: () => never;
}

export interface TestHttpServer extends Omit<TestApp, 'close'> {
  readonly url: string;
  readonly host: string;
  readonly fastify: FastifyInstance;
  /** What Fastify was told to answer to: "GET /healthz". */
  readonly routes: readonly string[];
  /** Every line logged so far, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /**
   * Sends a path exactly as it is given: `fetch` would tidy `..` away before a server sees it.
   *
   * @throws when the connection breaks before there is an answer
   */
  ask(path: string, asking?: Asking): Promise<Answer>;
  close(): Promise<void>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestHttpServer> {
  const app = await openTestApp({
    ...options,
    parts: async (base) => {
      const { pool, url } = base.database;
      const rooms = await openRooms({ pool, url, specs: base.specs });
      return { rooms, feed: await openRunFeed({ pool, url }), ...(await options.parts?.(base)) };
    },
  });
  const log: Record<string, unknown>[] = [];
  const stream = new PassThrough({ encoding: 'utf8' });
  stream.on('data', (lines: string) => {
    for (const line of lines.trim().split('\n')) log.push(JSON.parse(line) as Record<string, unknown>);
  });
  const { studioDir = null, uploadBytes } = options;
  const fastify = createApp({
    deps: app.deps,
    studioDir,
    log: { level: 'info', stream },
    origins: new Set(),
    uploadBytes,
  });
  const routes: string[] = [];
  fastify.addHook('onRoute', ({ method, url: path }) => {
    for (const each of [method].flat()) routes.push(`${each} ${path}`);
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const host = `127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;
  return {
    ...app,
    url: `http://${host}`,
    host,
    fastify,
    routes,
    log,
    ask: async (path, asking = {}) => await ask(host, path, asking),
    close: async () => {
      await fastify.close();
      await app.deps.rooms.close();
      await app.deps.feed.close();
      await app.close();
    },
  };
}

async function ask(
  host: string,
  path: string,
  { as, method = 'GET', headers = {}, body }: Asking,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const [hostname, port] = host.split(':');
  const sent = httpRequest({
    hostname,
    port,
    path,
    method,
    agent: false,
    headers: { ...(as === undefined ? {} : { cookie: as.cookie, origin: `http://${host}` }), ...headers },
  });
  sent.on('error', reject);
  sent.on('response', (response) => {
    const pieces: Buffer[] = [];
    response.on('data', (piece: Buffer) => pieces.push(piece));
    response.on('error', reject);
    response.on('end', () => {
      const bytes = Buffer.concat(pieces);
      const text = bytes.toString('utf8');
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        bytes,
        text,
        json: () => JSON.parse(text) as never,
      });
    });
  });
  sent.end(body);
  return await promise;
}

/**
 * For tests of procedures: a real database, real accounts and a real engine, called without HTTP. What a test does not hand in
 * (rooms, the feed) says so when it is touched.
 */
import { storeUrl } from '@weft/engine/store';
import { createTestDatabase, type TestDatabase } from '@weft/db/testing';
import { openEngine } from '@weft/engine';
import { specRegistry, type SpecRegistry } from '@weft/engine/graph';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../api/context.ts';
import type { Deps } from '../deps.ts';
import type { Language } from '../errors.ts';
import { createLimiters, type Limits } from '../http/limiters.ts';
import { openAccounts, type AccountsOptions } from '../identity/accounts.ts';
import type { Role } from '../policy/actions.ts';

/** The workspace that every database begins with. */
export const WORKSPACE = '00000000-0000-7000-8000-000000000001';

export interface TestAppOptions {
  /** Default none; `@weft/nodes/specs` has the shipped ones. */
  readonly specs?: SpecRegistry;
  readonly limits?: Limits;
  readonly accounts?: Partial<Omit<AccountsOptions, 'pool'>>;
  /** Further or other parts, made from those that every test has. */
  readonly parts?: (base: {
    database: TestDatabase;
    folder: string;
    specs: SpecRegistry;
  }) => Promise<Partial<Deps>>;
}

export interface TestPerson {
  readonly userId: string;
  readonly email: string;
  /** The `cookie` header of their browser. */
  readonly cookie: string;
}

export interface CallOptions {
  /** As a browser or a program sends them: `{ cookie }`, `{ 'x-api-key': … }`. */
  readonly headers?: Record<string, string>;
  readonly address?: string;
  readonly language?: Language;
}

/** The context of one call, and the headers that the call sets: `set-cookie`, `retry-after`. */
export interface TestCall extends Context {
  readonly sent: Headers;
}

export interface TestApp {
  readonly deps: Deps;
  readonly database: TestDatabase;
  readonly folder: string;
  /** What signs its sessions. */
  readonly secret: string;
  /** Somebody with a session, and with this role in the workspace; null makes a stranger to it. */
  person(role: Role | null, workspaceId?: string): Promise<TestPerson>;
  /** Another workspace, with nobody in it. */
  workspace(): Promise<string>;
  /** For `createCallerFactory(router)(await app.call({ headers }))`. A person is short for their cookie. */
  call(from?: CallOptions | TestPerson): Promise<TestCall>;
  close(): Promise<void>;
}

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(
    await mkdtemp(join(tmpdir(), 'weft-server-')),
    async (path) => await rm(path, { recursive: true, force: true }),
  );
  const database = opened.adopt(await createTestDatabase(), async (each) => await each.drop());
  const { specs = specRegistry([]) } = options;
  const { pool } = database;
  const secret = options.accounts?.secret ?? randomBytes(32).toString('base64url');
  const accounts = opened.adopt(
    await openAccounts({
      baseUrl: 'http://localhost:7331',
      onTrouble: nothing,
      ...options.accounts,
      pool,
      secret,
    }),
    async (each) => await each.close(),
  );
  const prefix = accounts.baseUrl.startsWith('https:') ? '__Secure-' : '';
  const engine = opened.adopt(
    await openEngine({
      url: database.url,
      pool,
      workspaceId: WORKSPACE,
      storeUrl: storeUrl(join(folder, 'store')),
      specs,
      executors: {},
      specsModule: '',
      executorsModule: '',
    }),
    async (each) => await each.close(),
  );
  const deps: Deps = {
    engine,
    pool,
    specs,
    accounts,
    rooms: absent('rooms'),
    feed: absent('feed'),
    limiters: createLimiters(options.limits),
    templatesDir: join(import.meta.dirname, '../../../../templates'),
    ...(await options.parts?.({ database, folder, specs })),
  };
  const held = opened.move();
  return {
    deps,
    database,
    folder,
    secret,
    person: async (role, workspaceId = WORKSPACE) => {
      const userId = randomUUID();
      const email = `${userId.slice(0, 8)}@example.org`;
      await pool.query(`insert into users (id, name, email) values ($1, 'Somebody', $2)`, [userId, email]);
      if (role !== null)
        await pool.query(
          `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, $3)`,
          [workspaceId, userId, role],
        );
      const token = randomBytes(24).toString('base64url');
      await pool.query(
        `insert into sessions (id, token, user_id, expires_at)
         values (gen_random_uuid(), $1, $2, now() + interval '1 day')`,
        [token, userId],
      );
      const signature = createHmac('sha256', secret).update(token).digest('base64');
      return {
        userId,
        email,
        cookie: `${prefix}weft_session=${encodeURIComponent(`${token}.${signature}`)}`,
      };
    },
    workspace: async () => {
      const id = randomUUID();
      await pool.query(`insert into workspaces (id, name, slug) values ($1, 'Another', $2)`, [
        id,
        id.slice(0, 8),
      ]);
      return id;
    },
    call: async (from = {}) => {
      const headers = 'cookie' in from ? { cookie: from.cookie } : (from.headers ?? {});
      const { address = '127.0.0.1', language = 'en' }: CallOptions = 'cookie' in from ? {} : from;
      const sent = new Headers();
      const reply = { header: (name: string, value: string) => sent.append(name, value) };
      return {
        deps,
        identity: await accounts.identify(headers),
        language,
        requestId: randomUUID(),
        address,
        log: SILENT,
        request: { headers, ip: address } as FastifyRequest,
        reply: reply as unknown as FastifyReply,
        sent,
      };
    },
    close: async () => await held.disposeAsync(),
  };
}

/** The `cookie` header of a browser that got these `set-cookie` headers. */
export const cookieFrom = (sent: Headers): string =>
  sent
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');

const absent = <K extends keyof Deps>(name: K): Deps[K] =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`This test opened no ${name}: hand them in as openTestApp({ parts }).`);
      },
    },
  ) as Deps[K];

const nothing = (): void => {};
const SILENT = {
  level: 'silent',
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => SILENT,
} as unknown as FastifyBaseLogger;

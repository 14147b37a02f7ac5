import type { Tx } from '@weft/db';
import type { Engine } from '@weft/engine';
import type { SpecRegistry } from '@weft/engine/graph';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Accounts } from '../identity/accounts.ts';
import type { Language } from '../errors.ts';
import type { Identity } from '../policy/decide.ts';
import type { Limiters } from '../http/limiters.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { RunFeed } from '../domain/runs/feed.ts';

/** What the server is made of: built once when it starts, handed to whoever needs it. No global clients. */
export interface Deps {
  readonly engine: Engine;
  /** Acts as the owner of the tables. The API reads through `asTenant`; see `tenant` in the context. */
  readonly pool: pg.Pool;
  readonly specs: SpecRegistry;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly feed: RunFeed;
  readonly limiters: Limiters;
  readonly templatesDir: string;
  readonly uploadsDir: string;
}

/** One request: who asks, in which language, and where its lines go in the log. */
export interface Context {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly language: Language;
  readonly requestId: string;
  readonly address: string;
  readonly log: FastifyBaseLogger;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a procedure about something in a workspace gets on top: the workspace, and the wall around it. */
export interface WorkspaceContext extends Context {
  readonly workspaceId: string;
  readonly engine: Engine;
  /** The person behind the request, also when a key acts for them. */
  readonly userId: string;
  /** A transaction that row-level security keeps inside the workspace. */
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

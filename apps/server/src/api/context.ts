import type { Deps } from '../deps.ts';
import type { Tx } from '@weft/db';
import type { Engine } from '@weft/engine';
import type { Actor } from '@weft/engine/observe';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../errors.ts';
import type { Identity } from '../policy/decide.ts';

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
  /** Who acts, for the record. */
  readonly actor: Actor;
  /** The person behind the request, also when a key acts for them. */
  readonly userId: string;
  /** A transaction that row-level security keeps inside the workspace. */
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

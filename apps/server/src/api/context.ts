import type { Deps } from '../deps.ts';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../errors.ts';
import type { Inside } from '../objects/reach.ts';
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
export type WorkspaceContext = Context & Inside;

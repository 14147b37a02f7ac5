/**
 * Rights are looked at again every EVERY_MS for each socket, and at once where somebody says that they changed. The word
 * may be lost with the connection that carries it, or never be given by whoever edits the tables by hand; the clock is not.
 */
import { CLOSE } from '@weft/engine/live';
import type { WorkspaceAction } from '../policy/actions.ts';
import type { Connection } from './connection.ts';
import type { ClientMessage } from './messages.ts';

/** What each message of a client does with the document. The room refuses updates from who may only read. */
export const MESSAGES = {
  ask: 'document:read',
  update: 'document:change',
  presence: 'document:read',
  'presence?': 'document:read',
  barrier: 'document:read',
} as const satisfies Readonly<Record<ClientMessage['type'], WorkspaceAction>>;

export const EVERY_MS = 3000;
/** The pool is shared with people who wait for an answer. */
const AT_A_TIME = 4;

export interface Access {
  /** Looks at all, or at those that match, now. */
  check(matches?: (connection: Connection) => boolean): Promise<void>;
  close(): void;
}

export function openAccess({
  connections,
  onProblem,
}: {
  connections: () => Iterable<Connection>;
  onProblem: (message: string, error: unknown) => void;
}): Access {
  let sweeping = false;
  const timer = setInterval(() => void sweep(), EVERY_MS);

  async function sweep(): Promise<void> {
    if (sweeping) return;
    sweeping = true;
    await check().finally(() => (sweeping = false));
  }

  async function check(matches: (connection: Connection) => boolean = () => true): Promise<void> {
    const waiting = [...connections()].filter(matches);
    const takeOneByOne = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await look(next);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, takeOneByOne));
  }

  async function look(connection: Connection): Promise<void> {
    try {
      const now = await connection.member.recheck();
      if (now === null) connection.close(CLOSE.accessEnded, 'access ended');
      else if (now.canWrite !== connection.member.canWrite)
        connection.close(CLOSE.rightsChanged, 'rights changed');
    } catch (error) {
      // Not knowing is no reason to throw everybody out; nothing is stored while the database is away either.
      onProblem('checking who may stay in a room', error);
    }
  }

  return { check, close: () => clearInterval(timer) };
}

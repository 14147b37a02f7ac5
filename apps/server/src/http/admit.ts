import type { IncomingMessage } from 'node:http';
import type { Deps } from '../deps.ts';
import { WeftError } from '../errors.ts';
import { authorOf } from '../identity/authorOf.ts';
import { look } from '../objects/reach.ts';
import { decide, type KnownIdentity } from '../policy/decide.ts';
import { MESSAGES } from '../sync/access.ts';
import type { Member } from '../sync/rooms.ts';
import { ROUTES } from './routes.ts';

export type Admission =
  { readonly status: 'ok'; readonly member: Member } | { readonly status: 401 | 403 | 404 };

/** Whether the sender of this request may enter a document's room, and as what. Asked again while they are in it. */
export async function admit(
  deps: Pick<Deps, 'accounts' | 'pool'>,
  { headers }: Pick<IncomingMessage, 'headers'>,
  documentId: string,
): Promise<Admission> {
  const ask = async (): Promise<Asked> => {
    const identity = await deps.accounts.identify(headers);
    const { decision, found } = await look({ identity, deps }, ROUTES.sync.guard, { documentId });
    if (decision !== 'allow') return { status: new WeftError(decision).status as 401 | 403 | 404 };
    const { resource } = found!;
    return {
      status: 'ok',
      identity: identity as KnownIdentity,
      workspaceId: resource.workspaceId!,
      canWrite: decide(identity, MESSAGES.update, resource) === 'allow',
    };
  };
  const asked = await ask();
  if (asked.status !== 'ok') return asked;
  const { identity, workspaceId, canWrite } = asked;
  return {
    status: 'ok',
    member: {
      userId: identity.userId,
      author: authorOf(identity),
      sessionId: identity.kind === 'person' ? identity.sessionId : null,
      name: identity.name,
      workspaceId,
      canWrite,
      recheck: async () => {
        const now = await ask();
        return now.status === 'ok' ? { canWrite: now.canWrite } : null;
      },
    },
  };
}

type Asked =
  | { readonly status: 401 | 403 | 404 }
  | {
      readonly status: 'ok';
      readonly identity: KnownIdentity;
      readonly workspaceId: string;
      readonly canWrite: boolean;
    };

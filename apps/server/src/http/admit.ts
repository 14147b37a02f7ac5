import type { IncomingMessage } from 'node:http';
import type { Deps } from '../deps.ts';
import { authorOf } from '../identity/authorOf.ts';
import { decide, type Identity } from '../policy/decide.ts';
import type { Member } from '../sync/rooms.ts';

export type Admission =
  { readonly status: 'ok'; readonly member: Member } | { readonly status: 401 | 403 | 404 };

/** Whether the sender of this request may enter a document's room, and as what. Asked again while they are in it. */
export async function admit(
  { accounts, pool }: Pick<Deps, 'accounts' | 'pool'>,
  { headers }: Pick<IncomingMessage, 'headers'>,
  documentId: string,
): Promise<Admission> {
  const look = async (): Promise<Looked> => {
    const identity = await accounts.identify(headers);
    if (identity.kind === 'anonymous') return { status: 401 };
    const { rows } = await pool.query<{ workspace_id: string }>(
      `select workspace_id from documents where id = $1 and deleted_at is null`,
      [documentId],
    );
    const workspaceId = rows[0]?.workspace_id ?? null;
    switch (decide(identity, 'document:read', workspaceId)) {
      case 'allow':
        return {
          status: 'ok',
          identity,
          workspaceId: workspaceId!,
          canWrite: decide(identity, 'document:change', workspaceId) === 'allow',
        };
      case 'sign_in':
        return { status: 401 };
      case 'not_found':
        return { status: 404 };
      case 'forbidden':
        return { status: 403 };
    }
  };
  const found = await look();
  if (found.status !== 'ok') return found;
  const { identity, workspaceId, canWrite } = found;
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
        const now = await look();
        return now.status === 'ok' ? { canWrite: now.canWrite } : null;
      },
    },
  };
}

type Looked =
  | { readonly status: 401 | 403 | 404 }
  | {
      readonly status: 'ok';
      readonly identity: Exclude<Identity, { kind: 'anonymous' }>;
      readonly workspaceId: string;
      readonly canWrite: boolean;
    };

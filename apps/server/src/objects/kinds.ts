/**
 * How an id from outside becomes an object. One entry per kind: which ids name it, and the one query that finds it. Whatever
 * a rule depends on is read here and nowhere else, so a document that was deleted takes its runs, their steps and outputs
 * with it at every door.
 */
import type { Tx } from '@weft/db';
import { ID_PATTERN } from '@weft/engine/graph';
import { HASH_PATTERN } from '@weft/engine';
import { z } from 'zod';
import type { KnownIdentity } from '../policy/decide.ts';
import { resource, type Resource, type ResourceKind } from '../policy/resource.ts';

type Db = Pick<Tx, 'query'>;

/** An object that was found, and what else its row said that callers need. */
export interface Found<F extends object = object> {
  readonly resource: Resource;
  readonly facts: F;
}

interface KindSpec<N extends z.ZodRawShape, F extends object> {
  /**
   * Whose the object is: everybody's (`open`), the person's who asks (`own`), or a workspace's. It says which actions it
   * can meet and what a handler gets to work with.
   */
  readonly world: 'open' | 'own' | 'workspace';
  readonly names: N;
  find(db: Db, names: z.output<z.ZodObject<N>>, identity: KnownIdentity): Promise<Found<F> | null>;
}

const kind = <
  const W extends KindSpec<z.ZodRawShape, object>['world'],
  N extends z.ZodRawShape,
  F extends object,
>(
  world: W,
  names: N,
  find: KindSpec<N, F>['find'],
) => ({ world, names, find });

const id = z.uuid();
const nodeId = z.string().min(1).max(200);
const name = z.string().regex(ID_PATTERN);
const hash = z.string().regex(HASH_PATTERN);
const nothing = {};
const PUBLIC = { visibility: 'everybody' } as const;

/** Reads one row; null when there is none. */
async function row<R>(db: Db, sql: string, values: readonly unknown[]): Promise<R | null> {
  const { rows } = await db.query(sql, [...values]);
  return (rows[0] as R | undefined) ?? null;
}

const found = <F extends object = object>(of: Resource, facts?: F): Found<F> => ({
  resource: of,
  facts: facts ?? ({} as F),
});

interface Belongings {
  readonly ownerId?: string | null;
  readonly state?: string | null;
}

/** For what is named with its workspace: who may not look in there does not learn whether it exists. */
const inside = (of: ResourceKind, workspaceId: string, there: Belongings | null): Found =>
  found(resource(of, workspaceId, there === null ? { presence: 'absent' } : { ...there }));

interface Placed {
  readonly workspace_id: string;
  readonly owner_id: string | null;
  readonly deleted: boolean;
}

const placed = (of: ResourceKind, { workspace_id, owner_id, deleted }: Placed): Resource =>
  resource(of, workspace_id, { ownerId: owner_id, presence: deleted ? 'deleted' : 'here' });

/** Joins a run to its document: one that was deleted has none. */
const RUN = `runs r join documents d on d.id = r.document_id`;
const PLACE_OF_RUN = `r.workspace_id, r.started_by as owner_id, d.deleted_at is not null as deleted`;

export const KINDS = {
  installation: kind('open', nothing, async () => found(resource('installation', null, PUBLIC))),

  person: kind('own', nothing, async (_db, _names, { userId }) =>
    found(resource('person', null, { ownerId: userId, visibility: 'private' })),
  ),

  session: kind('own', { sessionId: id }, async (db, { sessionId }) => {
    const session = await row<{ user_id: string }>(db, 'select user_id from sessions where id = $1', [
      sessionId,
    ]);
    return session && found(resource('session', null, { ownerId: session.user_id, visibility: 'private' }));
  }),

  /** Folders that come with Weft; the handler says when there is none of that name. */
  template: kind('own', { slug: z.string().max(64) }, async () => found(resource('template', null, PUBLIC))),

  /** Needs no query: whoever has a role in it proves that it exists, and nobody else learns whether it does. */
  workspace: kind('workspace', { workspaceId: id }, async (_db, { workspaceId }) =>
    found(resource('workspace', workspaceId)),
  ),

  /** Of the person who asks. */
  membership: kind('workspace', { workspaceId: id }, async (_db, { workspaceId }, { userId }) =>
    found(resource('member', workspaceId, { ownerId: userId })),
  ),

  member: kind('workspace', { workspaceId: id, userId: id }, async (db, { workspaceId, userId }) =>
    inside(
      'member',
      workspaceId,
      await row(
        db,
        `select user_id as "ownerId", role as state from memberships where workspace_id = $1 and user_id = $2`,
        [workspaceId, userId],
      ),
    ),
  ),

  invitation: kind(
    'workspace',
    { workspaceId: id, invitationId: id },
    async (db, { workspaceId, invitationId }) =>
      inside(
        'invitation',
        workspaceId,
        await row(
          db,
          `select inviter_id as "ownerId" from invitations
           where workspace_id = $1 and id = $2 and status = 'pending'`,
          [workspaceId, invitationId],
        ),
      ),
  ),

  key: kind('workspace', { workspaceId: id, keyId: id }, async (db, { workspaceId, keyId }) =>
    inside(
      'key',
      workspaceId,
      await row(
        db,
        `select reference_id as "ownerId" from api_keys
         where id = $2 and metadata::jsonb ->> 'workspaceId' = $1::text`,
        [workspaceId, keyId],
      ),
    ),
  ),

  document: kind('workspace', { documentId: id }, async (db, { documentId }) => {
    const at = await row<Placed & { ref: string }>(
      db,
      `select workspace_id, created_by as owner_id, deleted_at is not null as deleted, ref
       from documents where id = $1`,
      [documentId],
    );
    return at && found(placed('document', at), { ref: at.ref });
  }),

  version: kind(
    'workspace',
    {
      documentId: id,
      number: z
        .int()
        .min(1)
        .max(2 ** 31 - 1),
    },
    async (db, { documentId, number }) => {
      const at = await row<Placed>(
        db,
        `select v.workspace_id, d.created_by as owner_id, d.deleted_at is not null as deleted
         from versions v join documents d on d.id = v.document_id where v.document_id = $1 and v.number = $2`,
        [documentId, number],
      );
      return at && found(placed('version', at));
    },
  ),

  run: kind('workspace', { runId: id }, async (db, { runId }) => {
    const at = await row<Placed & { document_id: string }>(
      db,
      `select ${PLACE_OF_RUN}, r.document_id from ${RUN} where r.id = $1`,
      [runId],
    );
    return at && found(placed('run', at), { documentId: at.document_id });
  }),

  step: kind('workspace', { runId: id, nodeId }, async (db, { runId, nodeId: node }) => {
    const at = await row<Placed>(
      db,
      `select ${PLACE_OF_RUN} from ${RUN} join steps s on s.run_id = r.id and s.shard = -1
       where r.id = $1 and s.node_id = $2`,
      [runId, node],
    );
    return at && found(placed('step', at));
  }),

  /** What a step yielded at one port; the workspace must also hold a right to the bytes. */
  output: kind(
    'workspace',
    { runId: id, nodeId: name, port: name },
    async (db, { runId, nodeId: node, port }) => {
      const at = await row<Placed>(
        db,
        `select ${PLACE_OF_RUN} from ${RUN} join steps s on s.run_id = r.id and s.shard = -1
       join artifacts a on a.workspace_id = r.workspace_id and a.hash = s.outputs -> $3 ->> 'hash'
       where r.id = $1 and s.node_id = $2`,
        [runId, node, port],
      );
      return at && found(placed('output', at));
    },
  ),

  /** Bytes by their hash, which gives no right: the workspace's row does. */
  artifact: kind('workspace', { workspaceId: id, hash }, async (db, names) =>
    inside(
      'artifact',
      names.workspaceId,
      await row(db, 'select null as "ownerId" from artifacts where workspace_id = $1 and hash = $2', [
        names.workspaceId,
        names.hash,
      ]),
    ),
  ),

  upload: kind('workspace', { workspaceId: id, hash }, async (db, names) =>
    inside(
      'upload',
      names.workspaceId,
      await row(
        db,
        `select created_by as "ownerId" from uploads where workspace_id = $1 and hash = $2
         order by created_at limit 1`,
        [names.workspaceId, names.hash],
      ),
    ),
  ),

  worker: kind('workspace', { workspaceId: id, workerId: id }, async (db, { workspaceId, workerId }) =>
    inside(
      'worker',
      workspaceId,
      // Machines are one pool that serves every workspace.
      await row(db, `select state from workers where id = $1`, [workerId]),
    ),
  ),

  model: kind('workspace', { modelId: id }, async (db, { modelId }) => {
    const at = await row<Placed>(
      db,
      'select workspace_id, null as owner_id, false as deleted from models where id = $1',
      [modelId],
    );
    return at && found(placed('model', at));
  }),

  /** Belongs to whoever started the run that built it first. */
  model_version: kind('workspace', { versionId: id }, async (db, { versionId }) => {
    const at = await row<Placed>(
      db,
      `select v.workspace_id, false as deleted, (
         select r.started_by from steps s join runs r on r.id = s.run_id
         where s.workspace_id = v.workspace_id and s.key = v.key order by r.created_at, r.id limit 1
       ) as owner_id
       from model_versions v where v.id = $1`,
      [versionId],
    );
    return at && found(placed('model_version', at));
  }),
} as const;

export type Kind = keyof typeof KINDS;

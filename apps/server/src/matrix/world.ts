/** A server with two workspaces and something of every kind in each, for the matrix. */
import { openEngine, startAlone } from '@weft/engine';
import { storeUrl } from '@weft/engine/store';
import { graph, stubExecutors, stubSpecs, STUBS_MODULE, TEST_ACTOR } from '@weft/engine/testing';
import { asTenant } from '@weft/db';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { insertDocument } from '../domain/documents/create.ts';
import { KINDS, type Kind } from '../objects/kinds.ts';
import { DEFAULT_LIMITS, type Limit, type Limits } from '../http/limiters.ts';
import { WORKSPACE } from '../testing/testContext.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';
import type { Which } from './expected.ts';

/** Ids of one of each kind; the names are those of the table of kinds. */
export interface Objects {
  readonly workspaceId: string;
  readonly documentId: string;
  readonly number: number;
  readonly runId: string;
  readonly nodeId: string;
  readonly port: string;
  /** A member of the workspace who is neither owner nor the one who asks. */
  readonly userId: string;
  readonly invitationId: string;
  readonly keyId: string;
  readonly sessionId: string;
  readonly slug: string;
}

export interface MatrixWorld {
  readonly server: TestHttpServer;
  /** Ids for a guard of this kind. `fresh`: made for this one call, which may change them. */
  objects(of: { kind: Kind; which: Which; fresh: boolean }): Promise<Objects>;
  close(): Promise<void>;
}

const everything: Limit = { points: 1_000_000, seconds: 60 };
const kinds = { query: everything, mutation: everything, subscription: everything };
const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  known: kinds,
  anonymous: kinds,
  address: everything,
  signIn: { pair: everything, email: everything, address: everything },
};

const CONTENT = graph({ a: { type: 'stub.source' } });

export async function openMatrix(): Promise<MatrixWorld> {
  const server = await startTestServer({
    specs: stubSpecs,
    limits: LIMITS,
    parts: async ({ database: { pool, url }, folder }) => ({
      engine: await openEngine({
        url,
        pool,
        workspaceId: WORKSPACE,
        storeUrl: storeUrl(join(folder, 'store')),
        specs: stubSpecs,
        executors: stubExecutors,
        specsModule: STUBS_MODULE,
        executorsModule: STUBS_MODULE,
      }),
    }),
  });
  const { engine, pool, accounts, rooms } = server.deps;
  const foreign = await server.workspace();
  const owners = new Map([
    [WORKSPACE, await server.person('owner')],
    [foreign, await server.person('owner', foreign)],
  ]);

  async function makeRun(workspaceId: string): Promise<{ documentId: string; runId: string }> {
    const { userId } = owners.get(workspaceId)!;
    const { documentId } = await insertDocument(
      { rooms, tenant: async (work) => await asTenant(pool, workspaceId, work) },
      { workspaceId, author: { kind: 'person', id: userId }, document: CONTENT, origin: null },
    );
    const { prepared } = engine.prepare(CONTENT);
    const { runId } = await startAlone(engine.inWorkspace(workspaceId), prepared!, {
      document: CONTENT,
      ref: documentId,
      actor: TEST_ACTOR,
    });
    return { documentId, runId };
  }

  async function makeObjects(workspaceId: string): Promise<Objects> {
    const member = await server.person('editor', workspaceId);
    const owner = owners.get(workspaceId)!;
    const invitationId = randomUUID();
    await pool.query(
      `insert into invitations (id, workspace_id, email, role, status, expires_at, inviter_id)
       values ($1, $2, $3, 'viewer', 'pending', now() + interval '1 day', $4)`,
      [invitationId, workspaceId, `${invitationId}@example.org`, owner.userId],
    );
    const { keyId } = await accounts.makeKey({
      userId: owner.userId,
      workspaceId,
      scopes: ['read'],
      name: 'k',
      expiresInDays: null,
    });
    const { rows } = await pool.query<{ id: string }>('select id from sessions where user_id = $1', [
      member.userId,
    ]);
    return {
      workspaceId,
      ...(await makeRun(workspaceId)),
      number: 1,
      nodeId: 'a',
      port: 'rows',
      userId: member.userId,
      invitationId,
      keyId,
      sessionId: rows[0]!.id,
      slug: 'quick-start',
    };
  }

  async function remove({ documentId, userId, invitationId, keyId, sessionId }: Objects): Promise<void> {
    await pool.query('update documents set deleted_at = now() where id = $1', [documentId]);
    await pool.query('delete from memberships where user_id = $1', [userId]);
    await pool.query(`update invitations set status = 'canceled' where id = $1`, [invitationId]);
    await pool.query('delete from api_keys where id = $1', [keyId]);
    await pool.query('delete from sessions where id = $1', [sessionId]);
  }

  /** With finished runs, for whoever only looks or is refused. */
  const worker = await engine.work({ name: 'matrix', slots: 1 });
  async function makeFinished(workspaceId: string): Promise<Objects> {
    const made = await makeObjects(workspaceId);
    for await (const event of engine.inWorkspace(workspaceId).watch(made.runId))
      if (event.type === 'run:finished') break;
    return made;
  }
  const own = await makeFinished(WORKSPACE);
  const theirs = await makeFinished(foreign);
  const gone = await makeFinished(WORKSPACE);
  await remove(gone);
  await worker.stop();

  async function objects({ kind, which, fresh }: Parameters<MatrixWorld['objects']>[0]): Promise<Objects> {
    switch (which) {
      case 'own':
        return fresh ? await makeObjects(WORKSPACE) : own;
      case 'foreign':
        return theirs;
      case 'crossed':
        return { ...theirs, workspaceId: WORKSPACE };
      case 'deleted': {
        if (!fresh) return gone;
        const made = await makeObjects(WORKSPACE);
        await remove(made);
        return made;
      }
      case 'random':
        return {
          ...own,
          // Where more than a workspace is named, the workspace is one that the asker may know.
          ...(Object.keys(KINDS[kind].names).length === 1 && { workspaceId: randomUUID() }),
          documentId: randomUUID(),
          runId: randomUUID(),
          userId: randomUUID(),
          invitationId: randomUUID(),
          keyId: randomUUID(),
          sessionId: randomUUID(),
        };
    }
  }

  return {
    server,
    objects,
    async close() {
      await server.close();
      await engine.close();
    },
  };
}

import { storeUrl } from '@weft/engine/store';
import { openEngine } from '@weft/engine';
import { graph, stubExecutors, stubSpecs, STUBS_MODULE } from '@weft/engine/testing';
import { asTenant } from '@weft/db';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { insertDocument } from '../domain/documents/create.ts';
import { DEFAULT_LIMITS, type Limit, type Limits } from '../http/limiters.ts';
import type { Role } from '../policy/actions.ts';
import { ROLES } from '../policy/actions.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import { startTestServer, type TestHttpServer } from '../testing/testServer.ts';
import type { Objects } from './inputs.ts';

/** How somebody asks: the headers they send, and what the matrix expects of them in our workspace. */
export interface Asker {
  readonly name: string;
  readonly kind: 'nobody' | 'person' | 'key';
  /** Their role in our workspace; null is none. */
  readonly role: Role | null;
  readonly headers: Readonly<Record<string, string>>;
}

export const NOBODIES = [
  'anonymous',
  'revoked session',
  'expired session',
  'forged session',
  'deleted person',
  'revoked key',
  'expired key',
  'forged key',
] as const;
export const ASKERS = [
  ...NOBODIES,
  'other workspace',
  'removed member',
  'key of other workspace',
  ...ROLES,
  'editor key',
  'operator key',
  'viewer key',
] as const;
export type AskerName = (typeof ASKERS)[number];

export type Which = 'own' | 'foreign' | 'deleted' | 'random';

export interface MatrixWorld {
  readonly server: TestHttpServer;
  /** Made anew for each call: what one cell does must not change the next. */
  asker(name: AskerName): Promise<Asker>;
  objects(which: Which, fresh: boolean): Promise<Objects>;
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

  async function makeDocument(workspaceId: string): Promise<string> {
    const { documentId } = await insertDocument(
      { rooms, tenant: async (work) => await asTenant(pool, workspaceId, work) },
      { workspaceId, userId: owners.get(workspaceId)!.userId, document: CONTENT, origin: null },
    );
    return documentId;
  }

  async function startRun(workspaceId: string, documentId: string): Promise<string> {
    const { prepared } = engine.prepare(CONTENT);
    const started = await engine.inWorkspace(workspaceId).start(CONTENT, prepared!, { ref: documentId });
    return started.runId;
  }

  async function addOthers(
    workspaceId: string,
  ): Promise<Pick<Objects, 'memberId' | 'invitationId' | 'keyId'>> {
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
      role: 'viewer',
      name: 'k',
      expiresInDays: null,
    });
    return { memberId: member.userId, invitationId, keyId };
  }

  /** A finished run of one document in each workspace, for whoever only looks. */
  const worker = await engine.work({ name: 'matrix', slots: 1 });
  const kept = new Map<string, Objects>();
  for (const workspaceId of owners.keys()) {
    const documentId = await makeDocument(workspaceId);
    const runId = await startRun(workspaceId, documentId);
    for await (const event of engine.inWorkspace(workspaceId).watch(runId))
      if (event.type === 'run:finished') break;
    kept.set(workspaceId, { workspaceId, documentId, runId, ...(await addOthers(workspaceId)) });
  }
  await worker.stop();

  async function objectsOf(workspaceId: string, fresh: boolean): Promise<Objects> {
    if (!fresh) return kept.get(workspaceId)!;
    const documentId = await makeDocument(workspaceId);
    return {
      workspaceId,
      documentId,
      runId: await startRun(workspaceId, documentId),
      ...(await addOthers(workspaceId)),
    };
  }

  async function objects(which: Which, fresh: boolean): Promise<Objects> {
    switch (which) {
      case 'own':
        return await objectsOf(WORKSPACE, fresh);
      case 'foreign':
        return await objectsOf(foreign, fresh);
      case 'deleted': {
        const documentId = await makeDocument(WORKSPACE);
        await pool.query('update documents set deleted_at = now() where id = $1', [documentId]);
        return { ...kept.get(WORKSPACE)!, documentId };
      }
      case 'random':
        return {
          ...kept.get(WORKSPACE)!,
          workspaceId: randomUUID(),
          documentId: randomUUID(),
          runId: randomUUID(),
        };
    }
  }

  const browser = ({ cookie }: TestPerson) => ({ cookie, origin: server.url });

  async function key(
    role: Role,
    workspaceId = WORKSPACE,
  ): Promise<{ keyId: string; headers: Asker['headers'] }> {
    const maker = await server.person('owner', workspaceId);
    const made = await accounts.makeKey({
      userId: maker.userId,
      workspaceId,
      role,
      name: 'k',
      expiresInDays: null,
    });
    return { keyId: made.keyId, headers: { authorization: `Bearer ${made.key}` } };
  }

  async function asker(name: AskerName): Promise<Asker> {
    const nobody = (headers: Asker['headers']): Asker => ({ name, kind: 'nobody', role: null, headers });
    switch (name) {
      case 'anonymous':
        return nobody({ origin: server.url });
      case 'revoked session': {
        const person = await server.person('owner');
        await pool.query('delete from sessions where user_id = $1', [person.userId]);
        return nobody(browser(person));
      }
      case 'expired session': {
        const person = await server.person('owner');
        await pool.query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [
          person.userId,
        ]);
        return nobody(browser(person));
      }
      case 'forged session': {
        const person = await server.person('owner');
        return nobody({ ...browser(person), cookie: `${person.cookie.slice(0, -12)}AAAAAAAAAAA%3D` });
      }
      case 'deleted person': {
        const person = await server.person('owner');
        await pool.query('delete from users where id = $1', [person.userId]);
        return nobody(browser(person));
      }
      case 'revoked key': {
        const { keyId, headers } = await key('editor');
        await pool.query('delete from api_keys where id = $1', [keyId]);
        return nobody(headers);
      }
      case 'expired key': {
        const { keyId, headers } = await key('editor');
        await pool.query(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [
          keyId,
        ]);
        return nobody(headers);
      }
      case 'forged key':
        return nobody({ authorization: `Bearer ${'x'.repeat(64)}` });
      case 'other workspace':
        return {
          name,
          kind: 'person',
          role: null,
          headers: browser(await server.person('owner', await server.workspace())),
        };
      case 'removed member': {
        const person = await server.person('owner');
        await pool.query('delete from memberships where user_id = $1', [person.userId]);
        return { name, kind: 'person', role: null, headers: browser(person) };
      }
      case 'key of other workspace':
        return {
          name,
          kind: 'key',
          role: null,
          headers: (await key('editor', await server.workspace())).headers,
        };
      case 'editor key':
      case 'operator key':
      case 'viewer key': {
        const role = name.split(' ')[0] as Role;
        return { name, kind: 'key', role, headers: (await key(role)).headers };
      }
      default:
        return { name, kind: 'person', role: name, headers: browser(await server.person(name)) };
    }
  }

  return {
    server,
    asker,
    objects,
    async close() {
      await server.close();
      await engine.close();
    },
  };
}

/**
 * Every procedure × everybody who could ask × every object they could name: who gets in is what the table of actions says, and
 * nothing else. It is generated from the router, so a procedure that is added tomorrow is in it.
 *
 * The procedures are the real ones, and so are identities and rows. Only what lies behind the gate is not run: the first thing
 * that a procedure touches once it was let in throws.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Deps } from '../api/context.ts';
import { appRouter } from '../api/router.ts';
import { createCallerFactory, toWeftError, type Meta } from '../api/trpc.ts';
import { createLimiters, type Limits } from '../http/limiters.ts';
import { finishedRun } from '../testing/finishedRun.ts';
import { openTestApp, WORKSPACE, type TestApp } from '../testing/testContext.ts';
import { ACTIONS, ROLES, type Action, type Role } from './actions.ts';
import { decide } from './decide.ts';

const caller = createCallerFactory(appRouter);

/** What each procedure needs besides the id of its object. One that is missing here is told as `bad_input` below. */
const FURTHER: Readonly<Record<string, object>> = {
  'session.signIn': { email: 'a@example.org', password: 'x' },
  'session.signUp': { name: 'A', email: 'a@example.org', password: 'correct horse battery' },
  'session.update': { name: 'A' },
  'session.changePassword': { current: 'x', next: 'correct horse battery' },
  'session.revoke': { sessionId: randomUUID() },
  'session.resetPassword': { token: 'x'.repeat(43), password: 'correct horse battery' },
  'setup.check': { token: 'x' },
  'setup.claim': {
    token: 'x'.repeat(43),
    name: 'A',
    email: 'a@example.org',
    password: 'correct horse battery',
  },
  'workspaces.create': { name: 'A' },
  'workspaces.rename': { name: 'A' },
  'members.setRole': { userId: randomUUID(), role: 'viewer' },
  'members.remove': { userId: randomUUID() },
  'invitations.create': { email: 'a@example.org', role: 'viewer' },
  'invitations.cancel': { invitationId: randomUUID() },
  'invitations.preview': { invitationId: randomUUID() },
  'invitations.accept': { invitationId: randomUUID() },
  'keys.create': { name: 'a', role: 'viewer' },
  'keys.revoke': { keyId: randomUUID() },
  'documents.version': { number: 1 },
  'templates.get': { slug: 'quick-start' },
  'runs.start': { runId: randomUUID() },
  'runs.control': { verb: 'pause' },
  'runs.answer': { nodeId: 'a', answer: {} },
  'runs.explainStep': { nodeId: 'a' },
  'runs.compare': { otherRunId: randomUUID() },
  'artifacts.preview': { nodeId: 'a', port: 'rows' },
};

const plenty = { points: 1e6, seconds: 60 };
const kinds = { query: plenty, mutation: plenty, subscription: plenty };
const UNLIMITED: Limits = {
  known: kinds,
  anonymous: kinds,
  address: plenty,
  signIn: { pair: plenty, email: plenty, address: plenty },
};

type Call = (input: object) => Promise<unknown>;
interface Procedure {
  readonly path: string;
  readonly meta: Meta;
  readonly call: (ctx: Context) => Call;
}
interface Object_ {
  readonly name: string;
  readonly id: string;
  /** The workspace it is in, or null when there is none or it is hidden from this action. */
  readonly workspaceId: (action: Action) => string | null;
}

const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>,
).map(([path, { _def }]) => ({
  path,
  meta: _def.meta!,
  call: (ctx) => {
    const [noun, verb] = path.split('.') as [string, string];
    return (caller(ctx) as unknown as Record<string, Record<string, Call>>)[noun]![verb]!;
  },
}));

class LetIn extends Error {}
const letIn = (): never => {
  throw new LetIn();
};

/** How the gate answered: `allow`, or the code of the refusal with everything that its sender is told. */
async function outcome(call: Call, input: object): Promise<{ code: string; told: string }> {
  try {
    await call(input);
    return { code: 'passed without touching anything', told: '' };
  } catch (error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      if (cause instanceof LetIn) return { code: 'allow', told: '' };
    const { code, params, details, message } = toWeftError(error, '');
    return { code, told: JSON.stringify({ code, params, details, message }) };
  }
}

let app: TestApp;
let identities: ReadonlyMap<string, Context>;
let objects: Readonly<Record<NonNullable<Meta['object']>, readonly Object_[]>>;

beforeAll(async () => {
  app = await openTestApp();
  const other = await app.workspace();
  identities = await everybody(other);
  objects = await everything(other);
});
afterAll(() => app.close());

async function everybody(other: string): Promise<ReadonlyMap<string, Context>> {
  const { pool } = app.database;
  const found = new Map<string, Context>();
  const add = async (name: string, headers: Record<string, string>) =>
    found.set(name, await app.call({ headers }));
  const key = async (userId: string, role: Role, workspaceId = WORKSPACE) =>
    await app.deps.accounts.makeKey({ userId, workspaceId, role, name: 'k', expiresInDays: null });

  await add('anonymous', {});
  await add('a forged session', { cookie: 'weft_session=abc.def' });
  for (const role of ROLES) await add(role, { cookie: (await app.person(role)).cookie });
  const stranger = await app.person('owner', other);
  await add('the owner of another workspace', { cookie: stranger.cookie });
  const join = async (userId: string, workspaceId: string, role: Role) =>
    await pool.query(
      `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, $3)`,
      [workspaceId, userId, role],
    );
  const guest = await app.person('viewer');
  await join(guest.userId, other, 'owner');
  await add('a viewer who owns another workspace', { cookie: guest.cookie });
  const host = await app.person('owner');
  await join(host.userId, other, 'viewer');
  await add('an owner who is a viewer in another workspace', { cookie: host.cookie });
  await add('somebody in no workspace', { cookie: (await app.person(null)).cookie });

  const expired = await app.person('owner');
  await pool.query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [
    expired.userId,
  ]);
  await add('an expired session', { cookie: expired.cookie });
  const revoked = await app.person('owner');
  await pool.query(`delete from sessions where user_id = $1`, [revoked.userId]);
  await add('a revoked session', { cookie: revoked.cookie });
  const removed = await app.person('owner');
  await pool.query(`delete from memberships where user_id = $1`, [removed.userId]);
  await add('a removed member', { cookie: removed.cookie });
  const deleted = await app.person('owner');
  const orphan = await key(deleted.userId, 'editor');
  await pool.query(`delete from users where id = $1`, [deleted.userId]);
  await add('a deleted user', { cookie: deleted.cookie });
  await add('the key of a deleted user', { 'x-api-key': orphan.key });

  const maker = await app.person('admin');
  for (const role of ['viewer', 'operator', 'editor'] as const)
    await add(`a key for a ${role}`, { authorization: `Bearer ${(await key(maker.userId, role)).key}` });
  const demoted = await app.person('viewer');
  await add('an editor’s key of a viewer', { 'x-api-key': (await key(demoted.userId, 'editor')).key });
  const foreign = await key(stranger.userId, 'editor', other);
  await add('a key of another workspace', { 'x-api-key': foreign.key });
  const gone = await key(maker.userId, 'editor');
  await pool.query(`delete from api_keys where id = $1`, [gone.keyId]);
  await add('a revoked key', { 'x-api-key': gone.key });
  return found;
}

async function everything(other: string): Promise<typeof objects> {
  const { pool } = app.database;
  const own = await finishedRun(pool, { workspaceId: WORKSPACE, outputs: {} });
  const hidden = await finishedRun(pool, { workspaceId: WORKSPACE, outputs: {} });
  const theirs = await finishedRun(pool, { workspaceId: other, outputs: {} });
  const theirHidden = await finishedRun(pool, { workspaceId: other, outputs: {} });
  await pool.query(`update documents set deleted_at = now() where id = any($1::uuid[])`, [
    [hidden.documentId, theirHidden.documentId],
  ]);
  // What was deleted can be restored by those who may delete, and is gone for everything else.
  const deleted = (name: string, id: string, workspaceId: string): Object_ => ({
    name,
    id,
    workspaceId: (action) => (action === 'document:delete' ? workspaceId : null),
  });
  const at = (name: string, id: string, workspaceId: string | null): Object_ => ({
    name,
    id,
    workspaceId: () => workspaceId,
  });
  return {
    workspace: [
      at('own', WORKSPACE, WORKSPACE),
      at('foreign', other, other),
      at('none', randomUUID(), randomUUID()),
    ],
    document: [
      at('own', own.documentId, WORKSPACE),
      at('foreign', theirs.documentId, other),
      at('none', randomUUID(), null),
      deleted('deleted', hidden.documentId, WORKSPACE),
      deleted('foreign and deleted', theirHidden.documentId, other),
    ],
    run: [
      at('own', own.runId, WORKSPACE),
      at('foreign', theirs.runId, other),
      at('none', randomUUID(), null),
    ],
  };
}

describe('the matrix of rights', () => {
  it('covers every procedure, and each says who may call it', async () => {
    expect(procedures.length).toBeGreaterThan(45);
    for (const { path, meta } of procedures) {
      const known = meta.access === 'anyone' || meta.access === 'signed_in' || meta.access in ACTIONS;
      expect([path, known]).toEqual([path, true]);
      expect([path, meta.object !== undefined]).toEqual([path, meta.access in ACTIONS]);
    }
    const lines = procedures.map(({ path, meta }) => `${path}: ${meta.access}`).toSorted();
    // Committed, so that a right that is loosened shows in review. `npx vitest run <this file> -u` writes it anew.
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./procedures.txt');
    expect(Object.keys(FURTHER).filter((path) => !procedures.some((each) => each.path === path))).toEqual([]);
  });

  it('is what the table of actions says, in every cell about an object', async () => {
    const engine = { ...app.deps.engine, inWorkspace: letIn };
    const deps: Deps = { ...app.deps, engine, limiters: createLimiters(UNLIMITED) };
    const wrong: string[] = [];
    let cells = 0;
    for (const { path, meta, call } of procedures.filter((each) => each.meta.object !== undefined))
      for (const [who, ctx] of identities) {
        const said: Record<string, string> = {};
        for (const object of objects[meta.object!]) {
          const action = meta.access as Action;
          const input = { ...FURTHER[path], [`${meta.object!}Id`]: object.id };
          const { code, told } = await outcome(call({ ...ctx, deps }), input);
          const wanted = decide(ctx.identity, action, object.workspaceId(action));
          if (code !== wanted)
            wrong.push(`${path} by ${who} on ${object.name}: ${code} instead of ${wanted}`);
          if (code === 'not_found') said[told] = object.name;
          cells++;
        }
        // What is foreign, deleted or was never there is told in the very same words.
        if (Object.keys(said).length > 1) wrong.push(`${path} by ${who}: ${Object.keys(said).join(' ≠ ')}`);
      }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(2900);
  });

  it('lets people and only people into what belongs to a person, and everybody into what is for anyone', async () => {
    const limiters = createLimiters(UNLIMITED);
    // Whatever else a procedure reaches for was behind the gate.
    const deps = new Proxy({} as Deps, { get: (_, name) => (name === 'limiters' ? limiters : letIn()) });
    const wrong: string[] = [];
    for (const { path, meta, call } of procedures.filter((each) => each.meta.object === undefined))
      for (const [who, ctx] of identities) {
        const { code } = await outcome(call({ ...ctx, deps }), FURTHER[path] ?? {});
        const { kind } = ctx.identity;
        const person = { anonymous: 'sign_in', key: 'forbidden', person: 'allow' }[kind];
        const wanted = meta.access === 'anyone' ? 'allow' : person;
        if (code !== wanted) wrong.push(`${path} by ${who}: ${code} instead of ${wanted}`);
      }
    expect(wrong).toEqual([]);
  });

  it('knows everybody as what they are now', () => {
    const kindOf = (who: string) => identities.get(who)!.identity.kind;
    for (const who of [
      'a forged session',
      'an expired session',
      'a revoked session',
      'a deleted user',
      'the key of a deleted user',
      'a revoked key',
    ])
      expect([who, kindOf(who)]).toEqual([who, 'anonymous']);
    expect(kindOf('a removed member')).toBe('person');
    expect(identities.get('an editor’s key of a viewer')!.identity).toMatchObject({ role: 'viewer' });
  });
});

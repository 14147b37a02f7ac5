/**
 * Nobody writes a column by naming it. Every procedure about accounts gets every column's name, and a few names that mean
 * something to JavaScript, on top of an input that is otherwise right: all are refused, and no row changes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../http/limiters.ts';
import { setupLink } from '../identity/setup.ts';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import { invitations } from './invitations.ts';
import { keys } from './keys.ts';
import { members } from './members.ts';
import { session } from './session.ts';
import { setup } from './setup.ts';
import { createCallerFactory, router, toWeftError } from './trpc.ts';
import { workspaces } from './workspaces.ts';

const procedures = router({ session, setup, workspaces, members, invitations, keys });
const caller = createCallerFactory(procedures);

const plenty = { points: 1e6, seconds: 60 };
const kinds = { query: plenty, mutation: plenty, subscription: plenty };
const UNLIMITED: Limits = {
  known: kinds,
  anonymous: kinds,
  address: plenty,
  signIn: { pair: plenty, email: plenty, address: plenty },
};
const TABLES = ['users', 'accounts', 'sessions', 'memberships', 'workspaces', 'invitations', 'api_keys'];

let app: TestApp;
let owner: TestPerson;
let member: TestPerson;
beforeAll(async () => {
  app = await openTestApp({ accounts: { signUp: 'open' }, limits: UNLIMITED });
  owner = await app.person('owner');
  member = await app.person('editor');
});
afterAll(() => app.close());

const workspaceId = WORKSPACE;
const uuid = '11111111-1111-4111-8111-111111111111';
const password = 'correct horse battery';
/** An input for each procedure that would be taken as it is. */
const inputs = async (): Promise<Readonly<Record<string, object>>> => ({
  'session.me': {},
  'session.signIn': { email: 'a@example.org', password },
  'session.signUp': { name: 'A', email: 'a@example.org', password },
  'session.signOut': {},
  'session.update': { name: 'Changed' },
  'session.changePassword': { current: password, next: password },
  'session.list': {},
  'session.revoke': { sessionId: uuid },
  'session.revokeOthers': {},
  'session.resetPassword': { token: 'x'.repeat(43), password },
  'setup.check': { token: 'x' },
  'setup.claim': {
    token: (await setupLink(app.database.pool, ''))!.split('#')[1]!,
    name: 'A',
    email: 'a@example.org',
    password,
  },
  'workspaces.create': { name: 'New' },
  'workspaces.rename': { workspaceId, name: 'Renamed' },
  'workspaces.get': { workspaceId },
  'members.list': { workspaceId },
  'members.setRole': { workspaceId, userId: member.userId, role: 'viewer' },
  'members.remove': { workspaceId, userId: member.userId },
  'members.leave': { workspaceId },
  'invitations.list': { workspaceId },
  'invitations.create': { workspaceId, email: 'b@example.org', role: 'viewer' },
  'invitations.cancel': { workspaceId, invitationId: uuid },
  'invitations.preview': { invitationId: uuid },
  'invitations.accept': { invitationId: uuid },
  'keys.list': { workspaceId },
  'keys.create': { workspaceId, name: 'k', scopes: ['read'] },
  'keys.revoke': { workspaceId, keyId: uuid },
});

const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

async function columnNames(): Promise<string[]> {
  const { rows } = await app.database.pool.query<{ column_name: string }>(
    `select distinct column_name from information_schema.columns where table_schema = 'public'`,
  );
  const names = rows.flatMap(({ column_name: name }) => [name, camel(name)]);
  return [...new Set([...names, '__proto__', 'constructor', 'prototype', 'passwordHash', 'is_admin'])];
}

const snapshot = async () => {
  const tables = TABLES.map(
    (table) =>
      `(select coalesce(json_agg(to_jsonb(t) - 'updated_at' order by t.id), '[]') from ${table} t) as ${table}`,
  );
  return (await app.database.pool.query(`select ${tables.join(', ')}, (select claimed_at from installation)`))
    .rows[0];
};

describe('the input of every procedure about accounts', () => {
  it('is tried here', async () => {
    expect(Object.keys(await inputs()).toSorted()).toEqual(
      Object.keys(procedures._def.procedures).toSorted(),
    );
  });

  it('is right here but for the key on top', async () => {
    for (const [path, input] of Object.entries(await inputs()))
      for (const schema of schemasOf(path))
        expect([path, schema.safeParse(input).success]).toEqual([path, true]);
  });

  it('takes no key that it does not name, and such a request changes nothing', async () => {
    const names = await columnNames();
    expect(names.length).toBeGreaterThan(150);
    const call = caller(await app.call(owner)) as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >;
    const before = await snapshot();
    let tried = 0;
    for (const [path, input] of Object.entries(await inputs())) {
      const [noun, verb] = path.split('.') as [string, string];
      const own = Object.keys(shapeOf(path));
      for (const name of names.filter((each) => !own.includes(each))) {
        // As it arrives: parsed from JSON, where __proto__ is a key like any other.
        const sent: unknown = JSON.parse(
          `${JSON.stringify(input).slice(0, -1)}${
            Object.keys(input).length > 0 ? ',' : ''
          }${JSON.stringify(name)}:${JSON.stringify(uuid)}}`,
        );
        const outcome = await call[noun]![verb]!(sent).then(
          () => 'taken',
          (error: unknown) => toWeftError(error, '').code,
        );
        if (outcome !== 'bad_input') expect([path, name, outcome]).toEqual([path, name, 'bad_input']);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(4000);
    expect(await snapshot()).toEqual(before);
  });
});

interface Schema {
  safeParse(input: unknown): { success: boolean };
  readonly shape?: object;
  /** Of an optional one. */
  readonly def?: { readonly innerType?: { readonly shape: object } };
}

const schemasOf = (path: string): readonly Schema[] =>
  (procedures._def.procedures as unknown as Record<string, { _def: { inputs: Schema[] } }>)[path]!._def
    .inputs;

/** The fields that a procedure's input schemas name. */
const shapeOf = (path: string): object =>
  Object.assign({}, ...schemasOf(path).map((schema) => schema.shape ?? schema.def?.innerType?.shape ?? {}));

/** Everybody there is to ask: the headers they send, and what they are in our workspace. */
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../policy/actions.ts';
import type { Scope } from '../policy/scopes.ts';
import { WORKSPACE, type TestPerson } from '../testing/testContext.ts';
import type { TestHttpServer } from '../testing/testServer.ts';
import type { Standing } from './expected.ts';

export interface Asker extends Standing {
  readonly name: AskerName;
  readonly headers: Readonly<Record<string, string>>;
  /** Their own session; a random id for who has none. */
  readonly sessionId: string;
}

const NOBODIES = [
  'anonymous',
  'revoked session',
  'expired session',
  'forged session',
  'deleted person',
  'revoked key',
  'expired key',
  'forged key',
] as const;

/** Keys of an owner, but for the last two. */
const KEYS = {
  'read key': ['read'],
  'edit key': ['edit'],
  'run key': ['run'],
  'start key': ['run:start'],
  'full key': ['read', 'edit', 'run'],
  'key of a viewer': ['read', 'edit', 'run'],
  'key of a removed member': ['read', 'edit', 'run'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

export const ASKERS = [
  ...NOBODIES,
  'other workspace',
  'removed member',
  'key of other workspace',
  ...ROLES,
  ...(Object.keys(KEYS) as (keyof typeof KEYS)[]),
] as const;
export type AskerName = (typeof ASKERS)[number];

const isNobody = (name: AskerName): name is (typeof NOBODIES)[number] =>
  (NOBODIES as readonly string[]).includes(name);
const isKey = (name: AskerName): name is keyof typeof KEYS => name in KEYS;

export async function makeAsker(server: TestHttpServer, name: AskerName): Promise<Asker> {
  const { pool, accounts } = server.deps;
  const browser = ({ cookie }: TestPerson) => ({ cookie, origin: server.url });

  async function key(role: Role, scopes: readonly Scope[], workspaceId = WORKSPACE) {
    const maker = await server.person(role, workspaceId);
    const { keyId, key: text } = await accounts.makeKey({
      userId: maker.userId,
      workspaceId,
      scopes,
      name: 'k',
      expiresInDays: null,
    });
    return { keyId, maker, headers: { authorization: `Bearer ${text}` } };
  }

  async function headersOfNobody(of: (typeof NOBODIES)[number]): Promise<Asker['headers']> {
    if (of === 'anonymous') return { origin: server.url };
    if (of === 'forged key') return { authorization: `Bearer ${'x'.repeat(64)}` };
    if (of === 'revoked key' || of === 'expired key') {
      const { keyId, headers } = await key('owner', KEYS['full key']);
      await pool.query(
        of === 'revoked key'
          ? 'delete from api_keys where id = $1'
          : `update api_keys set expires_at = now() - interval '1 second' where id = $1`,
        [keyId],
      );
      return headers;
    }
    const person = await server.person('owner');
    if (of === 'forged session')
      return { ...browser(person), cookie: `${person.cookie.slice(0, -12)}AAAAAAAAAAA%3D` };
    await pool.query(
      {
        'revoked session': 'delete from sessions where user_id = $1',
        'expired session': `update sessions set expires_at = now() - interval '1 second' where user_id = $1`,
        'deleted person': 'delete from users where id = $1',
      }[of],
      [person.userId],
    );
    return browser(person);
  }

  async function ofPerson(person: TestPerson, role: Role | null): Promise<Asker> {
    const { rows } = await pool.query<{ id: string }>('select id from sessions where user_id = $1', [
      person.userId,
    ]);
    return { name, kind: 'person', role, scopes: [], headers: browser(person), sessionId: rows[0]!.id };
  }

  const sessionId = randomUUID();
  if (isNobody(name))
    return { name, kind: 'nobody', role: null, scopes: [], headers: await headersOfNobody(name), sessionId };
  if (isKey(name)) {
    const scopes = KEYS[name];
    const role = name === 'key of a viewer' ? 'viewer' : 'owner';
    const { headers, maker } = await key(role, scopes);
    const removed = name === 'key of a removed member';
    if (removed) await pool.query('delete from memberships where user_id = $1', [maker.userId]);
    return { name, kind: removed ? 'nobody' : 'key', role, scopes, headers, sessionId };
  }
  switch (name) {
    case 'other workspace':
      return await ofPerson(await server.person('owner', await server.workspace()), null);
    case 'removed member': {
      const person = await server.person('owner');
      await pool.query('delete from memberships where user_id = $1', [person.userId]);
      return await ofPerson(person, null);
    }
    case 'key of other workspace': {
      const scopes = KEYS['full key'];
      const { headers } = await key('owner', scopes, await server.workspace());
      return { name, kind: 'key', role: null, scopes, headers, sessionId };
    }
    default:
      return await ofPerson(await server.person(name), name);
  }
}

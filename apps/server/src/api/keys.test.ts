import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import type { WorkspaceAction } from '../policy/actions.ts';
import { actionsIn } from '../policy/decide.ts';
import { groupOf, type Scope, type ScopeGroup } from '../policy/scopes.ts';
import { keys } from './keys.ts';
import { session } from './session.ts';
import { createCallerFactory, router } from './trpc.ts';
import { workspaces } from './workspaces.ts';

const caller = createCallerFactory(router({ keys, session, workspaces }));
const workspaceId = WORKSPACE;

let app: TestApp;
let admin: TestPerson;
beforeAll(async () => {
  app = await openTestApp();
  admin = await app.person('admin');
});
afterAll(() => app.close());

const as = async (person: TestPerson) => caller(await app.call(person));
const withKey = async (key: string) => await app.call({ headers: { authorization: `Bearer ${key}` } });
const make = async (scopes: Scope[] = ['read', 'edit', 'run'], by = admin) =>
  await (await as(by)).keys.create({ workspaceId, name: 'ci', scopes });
const refusal = (code: string) => ({ cause: { code } });

describe('a key', () => {
  it('is shown once and kept as a hash', async () => {
    const { keyId, key } = await make();
    expect(key).toMatch(/^weft_\w{64}$/);
    const { rows } = await app.database.pool.query('select * from api_keys where id = $1', [keyId]);
    expect(
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(key.slice(8));
    const { items } = await (await as(admin)).keys.list({ workspaceId });
    expect(items.find((each) => each.keyId === keyId)).toMatchObject({
      name: 'ci',
      scopes: ['read', 'edit', 'run'],
      start: key.slice(0, 6),
      madeBy: { userId: admin.userId, name: 'Somebody' },
      expiresAt: null,
    });
    expect(JSON.stringify(items)).not.toContain(key.slice(8));
  });

  it('acts in its workspace within its scopes, for its maker, and nowhere else', async () => {
    const { keyId, key } = await make(['read', 'run:start']);
    const other = await app.workspace();
    await app.person('owner', other);
    await app.database.pool.query(
      `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, 'owner')`,
      [other, admin.userId],
    );
    const call = await withKey(key);
    expect(call.identity).toEqual({
      kind: 'key',
      keyId,
      name: 'ci',
      userId: admin.userId,
      workspaceId,
      role: 'admin',
      scopes: ['read', 'run:start'],
    });
    expect(await caller(call).workspaces.get({ workspaceId })).toMatchObject({
      role: 'admin',
      actions: [
        'workspace:read',
        'member:read',
        'document:read',
        'run:read',
        'run:start',
        'artifact:read',
        'upload:read',
        'worker:read',
      ],
    });
    await expect(caller(call).workspaces.get({ workspaceId: other })).rejects.toMatchObject(
      refusal('not_found'),
    );
    await expect(caller(call).workspaces.create({ name: 'x' })).rejects.toMatchObject(refusal('forbidden'));
    await expect(caller(call).session.list()).rejects.toMatchObject(refusal('forbidden'));
    await expect(caller(call).keys.list({ workspaceId })).rejects.toMatchObject(refusal('forbidden'));
    expect((await caller(call).session.me()).person).toBeNull();
  });

  it('is never stronger than its maker is now', async () => {
    const maker = await app.person('admin');
    const { key } = await make(['read', 'edit', 'run'], maker);
    const actionsNow = async (role: string | null) => {
      await app.database.pool.query(
        'update memberships set role = coalesce($2, role) where user_id = $1 and workspace_id = $3',
        [maker.userId, role, workspaceId],
      );
      const { identity } = await withKey(key);
      return identity.kind === 'key' ? actionsIn(identity, workspaceId) : identity.kind;
    };
    const all = await actionsNow('owner');
    expect(all).toContain('document:delete');
    const without = (...groups: ScopeGroup[]) =>
      (all as WorkspaceAction[]).filter((action) => !groups.includes(groupOf(action)!));
    expect(await actionsNow('operator')).toEqual(without('edit'));
    expect(await actionsNow('reviewer')).toEqual(without('edit', 'run'));
    expect(await actionsNow('viewer')).toEqual(without('edit', 'run'));
    await app.database.pool.query('delete from memberships where user_id = $1', [maker.userId]);
    expect(await actionsNow(null)).toBe('anonymous');
  });

  it('is anonymous once it is revoked, has expired or is nearly right, whatever cookie comes along', async () => {
    const { keyId, key } = await make();
    const kind = async (text: string) =>
      (await app.call({ headers: { 'x-api-key': text, cookie: admin.cookie } })).identity.kind;
    expect(await kind(key)).toBe('key');
    for (const wrong of [`${key}x`, key.slice(0, -1), key.toLowerCase(), 'weft_', 'null'])
      expect(await kind(wrong)).toBe('anonymous');
    const other = await app.workspace();
    const stranger = await app.person('owner', other);
    await expect((await as(stranger)).keys.revoke({ workspaceId: other, keyId })).rejects.toMatchObject(
      refusal('not_found'),
    );
    expect(await kind(key)).toBe('key');
    await (await as(admin)).keys.revoke({ workspaceId, keyId });
    expect(await kind(key)).toBe('anonymous');

    const short = await (
      await as(admin)
    ).keys.create({
      workspaceId,
      name: 'short',
      scopes: ['read'],
      expiresInDays: 1,
    });
    expect(await kind(short.key)).toBe('key');
    await app.database.pool.query(
      `update api_keys set expires_at = now() - interval '1 second' where id = $1`,
      [short.keyId],
    );
    expect(await kind(short.key)).toBe('anonymous');
  });

  it('from before scopes can do what its role could, no more and no less', async () => {
    const sql = await readFile(
      join(import.meta.dirname, '../../../../prisma/migrations/20261129080000_key_scopes/migration.sql'),
      'utf8',
    );
    for (const [role, scopes] of [
      ['viewer', ['read']],
      ['operator', ['read', 'run']],
      ['editor', ['read', 'edit', 'run']],
    ] as const) {
      const { keyId, key } = await make();
      await app.database.pool.query('update api_keys set permissions = $2 where id = $1', [
        keyId,
        JSON.stringify({ role: [role] }),
      ]);
      expect((await withKey(key)).identity).toMatchObject({ kind: 'key', scopes: [] });
      await app.database.pool.query(sql);
      expect((await withKey(key)).identity).toMatchObject({ kind: 'key', scopes });
    }
  });

  it('works for more than the ten requests a day that the library has as default', async () => {
    const { key } = await make(['read']);
    for (let n = 0; n < 30; n++)
      expect(await caller(await withKey(key)).workspaces.get({ workspaceId })).toMatchObject({ workspaceId });
  });

  it('is made and seen by those who manage the workspace, and never for managing it', async () => {
    const editor = await app.person('editor');
    await expect(make(['read'], editor)).rejects.toMatchObject(refusal('forbidden'));
    await expect((await as(editor)).keys.list({ workspaceId })).rejects.toMatchObject(refusal('forbidden'));
    for (const wrong of [[], ['admin'], ['member:change'], ['key:change'], ['run:answer'], ['*']])
      await expect(make(wrong as Scope[])).rejects.toMatchObject(refusal('bad_input'));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
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
const make = async (role: 'editor' | 'operator' | 'viewer' = 'editor', by = admin) =>
  await (await as(by)).keys.create({ workspaceId, name: 'ci', role });
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
      role: 'editor',
      start: key.slice(0, 6),
      madeBy: { userId: admin.userId, name: 'Somebody' },
      expiresAt: null,
    });
    expect(JSON.stringify(items)).not.toContain(key.slice(8));
  });

  it('acts in its workspace with its role, for its maker, and nowhere else', async () => {
    const { keyId, key } = await make('operator');
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
      role: 'operator',
    });
    expect(await caller(call).workspaces.get({ workspaceId })).toMatchObject({ role: 'operator' });
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
    const { key } = await make('editor', maker);
    const roleNow = async (role: string | null) => {
      await app.database.pool.query(
        'update memberships set role = coalesce($2, role) where user_id = $1 and workspace_id = $3',
        [maker.userId, role, workspaceId],
      );
      const { identity } = await withKey(key);
      return identity.kind === 'key' ? identity.role : identity.kind;
    };
    expect(await roleNow('owner')).toBe('editor');
    expect(await roleNow('operator')).toBe('operator');
    expect(await roleNow('reviewer')).toBe('viewer');
    expect(await roleNow('viewer')).toBe('viewer');
    await app.database.pool.query('delete from memberships where user_id = $1', [maker.userId]);
    expect(await roleNow(null)).toBe('anonymous');
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
      role: 'viewer',
      expiresInDays: 1,
    });
    expect(await kind(short.key)).toBe('key');
    await app.database.pool.query(
      `update api_keys set expires_at = now() - interval '1 second' where id = $1`,
      [short.keyId],
    );
    expect(await kind(short.key)).toBe('anonymous');
  });

  it('works for more than the ten requests a day that the library has as default', async () => {
    const { key } = await make('viewer');
    for (let n = 0; n < 30; n++)
      expect(await caller(await withKey(key)).workspaces.get({ workspaceId })).toMatchObject({
        role: 'viewer',
      });
  });

  it('is made and seen by those who manage the workspace, and never for managing it', async () => {
    const editor = await app.person('editor');
    await expect(make('viewer', editor)).rejects.toMatchObject(refusal('forbidden'));
    await expect((await as(editor)).keys.list({ workspaceId })).rejects.toMatchObject(refusal('forbidden'));
    await expect(make('admin' as 'editor')).rejects.toMatchObject(refusal('bad_input'));
  });
});

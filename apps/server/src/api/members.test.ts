import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import { keys } from './keys.ts';
import { members } from './members.ts';
import { createCallerFactory, router } from './trpc.ts';
import { workspaces } from './workspaces.ts';

const caller = createCallerFactory(router({ keys, members, workspaces }));
const workspaceId = WORKSPACE;

let app: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  app = await openTestApp();
  owner = await app.person('owner');
});
afterAll(() => app.close());

const as = async (person: TestPerson) => caller(await app.call(person));
const roleOf = async ({ userId }: TestPerson, of = workspaceId) => {
  const { rows } = await app.database.pool.query<{ role: string }>(
    'select role from memberships where workspace_id = $1 and user_id = $2',
    [of, userId],
  );
  return rows[0]?.role ?? null;
};
const refusal = (code: string) => ({ cause: { code } });

describe('a role', () => {
  it('that changes counts from the next request on', async () => {
    const person = await app.person('admin');
    const call = caller(await app.call(person));
    await call.workspaces.rename({ workspaceId, name: 'Renamed' });
    await (await as(owner)).members.setRole({ workspaceId, userId: person.userId, role: 'viewer' });
    await expect((await as(person)).workspaces.rename({ workspaceId, name: 'Again' })).rejects.toMatchObject(
      refusal('forbidden'),
    );
    expect(await (await as(person)).workspaces.get({ workspaceId })).toMatchObject({
      name: 'Renamed',
      slug: 'default',
      role: 'viewer',
    });
  });

  it('of an owner is changed, given and taken by owners only', async () => {
    const admin = await app.person('admin');
    const editor = await app.person('editor');
    const ask = (await as(admin)).members;
    await ask.setRole({ workspaceId, userId: editor.userId, role: 'admin' });
    const touches = [
      () => ask.setRole({ workspaceId, userId: admin.userId, role: 'owner' }),
      () => ask.setRole({ workspaceId, userId: editor.userId, role: 'owner' }),
      () => ask.setRole({ workspaceId, userId: owner.userId, role: 'viewer' }),
      () => ask.remove({ workspaceId, userId: owner.userId }),
    ];
    for (const each of touches) await expect(each()).rejects.toMatchObject(refusal('owners_only'));
    expect([await roleOf(admin), await roleOf(editor), await roleOf(owner)]).toEqual([
      'admin',
      'admin',
      'owner',
    ]);
  });

  it('is changed by nobody else', async () => {
    const target = await app.person('viewer');
    for (const role of ['editor', 'operator', 'reviewer', 'viewer'] as const) {
      const ask = (await as(await app.person(role))).members;
      await expect(ask.setRole({ workspaceId, userId: target.userId, role: 'editor' })).rejects.toMatchObject(
        refusal('forbidden'),
      );
      await expect(ask.remove({ workspaceId, userId: target.userId })).rejects.toMatchObject(
        refusal('forbidden'),
      );
    }
    const stranger = (await as(await app.person(null))).members;
    await expect(stranger.list({ workspaceId })).rejects.toMatchObject(refusal('not_found'));
  });

  it('of somebody who is no member cannot be changed', async () => {
    const stranger = await app.person(null);
    await expect(
      (await as(owner)).members.setRole({ workspaceId, userId: stranger.userId, role: 'viewer' }),
    ).rejects.toMatchObject(refusal('not_found'));
    expect(await roleOf(stranger)).toBeNull();
  });
});

describe('the last owner', () => {
  it('cannot leave, be removed or be demoted', async () => {
    const alone = await app.person(null);
    const { workspaceId: own } = await (await as(alone)).workspaces.create({ name: 'Mine' });
    const ask = (await as(alone)).members;
    for (const each of [
      () => ask.leave({ workspaceId: own }),
      () => ask.remove({ workspaceId: own, userId: alone.userId }),
      () => ask.setRole({ workspaceId: own, userId: alone.userId, role: 'admin' }),
    ])
      await expect(each()).rejects.toMatchObject(refusal('last_owner'));
    const next = await app.person('editor', own);
    await ask.setRole({ workspaceId: own, userId: next.userId, role: 'owner' });
    await ask.leave({ workspaceId: own });
    expect([await roleOf(alone, own), await roleOf(next, own)]).toEqual([null, 'owner']);
  });

  it('is one of two who leave at the same time', async () => {
    for (let n = 0; n < 5; n++) {
      const own = await app.workspace();
      const owners = [await app.person('owner', own), await app.person('owner', own)];
      const left = await Promise.allSettled(
        owners.map(async (each) => await (await as(each)).members.leave({ workspaceId: own })),
      );
      expect(left.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });
});

describe('somebody who leaves', () => {
  it('is a stranger at once, tells every server, and their keys are dead for good', async () => {
    const admin = await app.person('admin');
    const { key } = await (await as(admin)).keys.create({ workspaceId, name: 'ci', scopes: ['edit'] });
    const withKey = async () => (await app.call({ headers: { 'x-api-key': key } })).identity.kind;
    expect(await withKey()).toBe('key');

    const listener = await app.database.pool.connect();
    await listener.query('listen weft_access');
    const heard = new Promise((resolve) => listener.once('notification', resolve));
    await (await as(owner)).members.remove({ workspaceId, userId: admin.userId });
    expect(await heard).toMatchObject({ payload: admin.userId });
    await listener.query('unlisten *');
    listener.release();

    await expect((await as(admin)).workspaces.get({ workspaceId })).rejects.toMatchObject(
      refusal('not_found'),
    );
    expect(await withKey()).toBe('anonymous');
    await app.database.pool.query(
      `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, 'admin')`,
      [workspaceId, admin.userId],
    );
    expect(await withKey()).toBe('anonymous');
  });

  it('does so themselves, and not by a key', async () => {
    const admin = await app.person('admin');
    const { key } = await (await as(admin)).keys.create({ workspaceId, name: 'ci', scopes: ['edit'] });
    const program = caller(await app.call({ headers: { authorization: `Bearer ${key}` } }));
    await expect(program.members.leave({ workspaceId })).rejects.toMatchObject(refusal('forbidden'));
    await (await as(admin)).members.leave({ workspaceId });
    expect(await roleOf(admin)).toBeNull();
  });
});

describe('the list of members', () => {
  it('is read page by page, each once, in the order they joined', async () => {
    const own = await app.workspace();
    const people = [];
    for (let n = 0; n < 5; n++) people.push(await app.person('viewer', own));
    const ask = (await as(people[0]!)).members;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask.list({
        workspaceId: own,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ userId }) => userId));
      expect(page.items.every(({ email, role }) => email.endsWith('@example.org') && role === 'viewer')).toBe(
        true,
      );
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen)).toEqual(new Set(people.map(({ userId }) => userId)));
    expect(seen).toHaveLength(5);
    expect(await (await as(people[0]!)).workspaces.get({ workspaceId: own })).toMatchObject({ members: 5 });
  });
});

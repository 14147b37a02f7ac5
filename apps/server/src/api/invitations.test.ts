import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieFrom, openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import { invitations } from './invitations.ts';
import { members } from './members.ts';
import { session } from './session.ts';
import { createCallerFactory, router } from './trpc.ts';

const caller = createCallerFactory(router({ invitations, members, session }));
const workspaceId = WORKSPACE;
const PASSWORD = 'correct horse battery';

let app: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  app = await openTestApp({ accounts: { signUp: 'invited', baseUrl: 'https://weft.example.org' } });
  owner = await app.person('owner');
});
afterAll(() => app.close());

const as = async (person?: TestPerson) => caller(await app.call(person));
const refusal = (code: string) => ({ cause: { code } });
const invite = async (email: string, role: 'editor' | 'viewer' = 'editor') =>
  await (await as(owner)).invitations.create({ workspaceId, email, role });
const newcomer = (email: string, invitation?: string) => ({
  name: 'Newcomer',
  email,
  password: PASSWORD,
  ...(invitation === undefined ? {} : { invitation }),
});

describe('where accounts are by invitation', () => {
  it('nobody signs up without one', async () => {
    await expect((await as()).session.signUp(newcomer('a@example.org'))).rejects.toMatchObject(
      refusal('not_invited'),
    );
  });

  it('signing up with one gives its role in its workspace, and nothing else', async () => {
    const { invitationId, link } = await invite('Bea@Example.org');
    expect(link).toBe(`https://weft.example.org/invitations/${invitationId}`);
    expect(await (await as()).invitations.preview({ invitationId })).toEqual({
      workspace: 'Default',
      email: 'bea@example.org',
      role: 'editor',
      inviter: 'Somebody',
    });
    const call = await app.call();
    await caller(call).session.signUp(newcomer('bea@example.org', invitationId));
    const [line] = call.sent.getSetCookie();
    expect(line).toMatch(/^__Secure-weft_session=.*; Secure/);
    const { person } = await caller(
      await app.call({ headers: { cookie: cookieFrom(call.sent) } }),
    ).session.me();
    expect(person!.workspaces).toMatchObject([{ workspaceId, role: 'editor' }]);
    await expect((await as()).invitations.preview({ invitationId })).rejects.toMatchObject(
      refusal('not_found'),
    );
  });

  it('an invitation is for one e-mail, once, and leaves nothing behind when it is refused', async () => {
    const { invitationId } = await invite('cy@example.org');
    await expect(
      (await as()).session.signUp(newcomer('thief@example.org', invitationId)),
    ).rejects.toMatchObject(refusal('invitation_foreign'));
    await (await as()).session.signUp(newcomer('cy@example.org', invitationId));
    await expect((await as()).session.signUp(newcomer('cy@example.org', invitationId))).rejects.toMatchObject(
      refusal('invitation_over'),
    );
    const { rows } = await app.database.pool.query(`select from users where email = 'thief@example.org'`);
    expect(rows).toEqual([]);
  });

  it('says the same of an invitation that never was, whoever has an account', async () => {
    const never = '11111111-1111-4111-8111-111111111111';
    for (const email of [owner.email, 'nobody@example.org'])
      await expect((await as()).session.signUp(newcomer(email, never))).rejects.toMatchObject(
        refusal('invitation_over'),
      );
  });

  it('one that expired, was taken back, or whose inviter may no longer invite, is over', async () => {
    const expired = await invite('d1@example.org');
    await app.database.pool.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [expired.invitationId],
    );
    const cancelled = await invite('d2@example.org');
    await (await as(owner)).invitations.cancel({ workspaceId, invitationId: cancelled.invitationId });
    const admin = await app.person('admin');
    const orphan = await (
      await as(admin)
    ).invitations.create({
      workspaceId,
      email: 'd3@example.org',
      role: 'admin',
    });
    await (await as(owner)).members.setRole({ workspaceId, userId: admin.userId, role: 'editor' });
    const unknown = { invitationId: '11111111-1111-4111-8111-111111111111' };
    const all = [expired, cancelled, orphan, unknown];
    for (const [n, { invitationId }] of all.entries())
      await expect(
        (await as()).session.signUp(newcomer(`d${n + 1}@example.org`, invitationId)),
      ).rejects.toMatchObject(refusal('invitation_over'));
  });
});

describe('an invitation', () => {
  it('is accepted once by the person it is for, and by nobody else', async () => {
    const person = await app.person(null);
    const other = await app.person(null);
    const { invitationId } = await invite(person.email, 'viewer');
    await expect((await as(other)).invitations.accept({ invitationId })).rejects.toMatchObject(
      refusal('invitation_foreign'),
    );
    const accepts = await Promise.allSettled(
      Array.from({ length: 5 }, async () => await (await as(person)).invitations.accept({ invitationId })),
    );
    expect(accepts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { items } = await (await as(person)).members.list({ workspaceId, limit: 100 });
    expect(items.filter(({ userId }) => userId === person.userId)).toMatchObject([{ role: 'viewer' }]);
  });

  it('does not lower the role of somebody who joined meanwhile', async () => {
    const person = await app.person(null);
    const { invitationId } = await invite(person.email, 'viewer');
    await app.database.pool.query(
      `insert into memberships (id, workspace_id, user_id, role) values (gen_random_uuid(), $1, $2, 'admin')`,
      [workspaceId, person.userId],
    );
    expect(await (await as(person)).invitations.accept({ invitationId })).toEqual({ workspaceId });
    const { items } = await (await as(person)).members.list({ workspaceId, limit: 100 });
    expect(items.find(({ userId }) => userId === person.userId)!.role).toBe('admin');
  });

  it('replaces an earlier one of the same e-mail', async () => {
    const person = await app.person(null);
    const { invitationId: earlier } = await invite(person.email);
    const { invitationId } = await invite(person.email, 'viewer');
    await expect((await as(person)).invitations.accept({ invitationId: earlier })).rejects.toMatchObject(
      refusal('invitation_over'),
    );
    await (await as(person)).invitations.accept({ invitationId });
  });

  it('is not made for a member, nor for an owner by an admin', async () => {
    const admin = await app.person('admin');
    const ask = (await as(admin)).invitations;
    await expect(ask.create({ workspaceId, email: owner.email, role: 'viewer' })).rejects.toMatchObject(
      refusal('already_member'),
    );
    await expect(ask.create({ workspaceId, email: 'boss@example.org', role: 'owner' })).rejects.toMatchObject(
      refusal('owners_only'),
    );
  });

  it('is listed for those who may invite, and taken back in its own workspace only', async () => {
    const own = await app.workspace();
    const boss = await app.person('owner', own);
    const { invitationId } = await (
      await as(boss)
    ).invitations.create({
      workspaceId: own,
      email: 'e@example.org',
      role: 'viewer',
    });
    await expect((await as(owner)).invitations.cancel({ workspaceId, invitationId })).rejects.toMatchObject(
      refusal('not_found'),
    );
    const viewer = await app.person('viewer', own);
    await expect((await as(viewer)).invitations.list({ workspaceId: own })).rejects.toMatchObject(
      refusal('forbidden'),
    );
    const { items, next } = await (await as(boss)).invitations.list({ workspaceId: own });
    expect(items).toMatchObject([{ invitationId, email: 'e@example.org', inviter: 'Somebody' }]);
    expect(next).toBeNull();
    await (await as(boss)).invitations.cancel({ workspaceId: own, invitationId });
    expect((await (await as(boss)).invitations.list({ workspaceId: own })).items).toEqual([]);
  });
});

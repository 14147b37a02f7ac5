import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, type Identity, type KnownIdentity } from '../policy/decide.ts';
import { finishedRun } from '../testing/finishedRun.ts';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import { KINDS } from './kinds.ts';
import { look } from './reach.ts';

let app: TestApp;
let reviewer: TestPerson;
let identity: Identity;
let elsewhere: string;
beforeAll(async () => {
  app = await openTestApp();
  reviewer = await app.person('reviewer');
  identity = (await app.call(reviewer)).identity;
  elsewhere = await app.workspace();
});
afterAll(async () => await app.close());

const hash = 'ab'.repeat(32);

/** A published version that `author` built with a run. */
async function published(author: TestPerson, workspaceId = WORKSPACE) {
  const { pool } = app.deps;
  const { runId } = await finishedRun(pool, { workspaceId, outputs: {} });
  const [key, modelId, versionId] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query('update runs set started_by = $2 where id = $1', [runId, author.userId]);
  await pool.query('update steps set key = $2 where run_id = $1', [runId, key]);
  await pool.query('insert into models (id, workspace_id, name) values ($1::uuid, $2, $1::text)', [
    modelId,
    workspaceId,
  ]);
  await pool.query(
    `insert into model_versions (id, workspace_id, model_id, number, hash, status, card, key)
     values ($1, $2, $3, 1, 'h', 'awaiting_review', '{}', $4)`,
    [versionId, workspaceId, modelId, key],
  );
  return { modelId, versionId };
}

describe('the version of a model', () => {
  it('is approved by a reviewer, but not by whoever started the run that built it', async () => {
    const other = await app.person('owner');
    const approve = async (versionId: string) =>
      (
        await look(
          { identity, deps: app.deps },
          { kind: 'model_version', action: 'model_version:approve' },
          { versionId },
        )
      ).decision;
    expect(await approve((await published(other)).versionId)).toBe('allow');
    expect(await approve((await published(reviewer)).versionId)).toBe('not_your_own');
    expect(await approve((await published(other, elsewhere)).versionId)).toBe('not_found');
    expect(await approve(randomUUID())).toBe('not_found');
  });

  it('and its model are found in their workspace only', async () => {
    const decisionOn = async (modelId: string) =>
      decide(
        identity,
        'run:read',
        (await KINDS.model.find(app.deps.pool, { modelId }, identity as KnownIdentity))?.resource ?? null,
      );
    expect(await decisionOn((await published(reviewer)).modelId)).toBe('allow');
    expect(await decisionOn((await published(reviewer, elsewhere)).modelId)).toBe('not_found');
    expect(await decisionOn(randomUUID())).toBe('not_found');
  });
});

describe('bytes by their hash', () => {
  it('are found where the workspace has a row for them and nowhere else', async () => {
    const { pool } = app.deps;
    await pool.query(`insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'report', 1)`, [
      elsewhere,
      hash,
    ]);
    await pool.query(`insert into uploads (workspace_id, hash, name, bytes) values ($1, $2, 'a.txt', 1)`, [
      elsewhere,
      hash,
    ]);
    for (const kind of ['artifact', 'upload'] as const) {
      const ask = async (workspaceId: string) =>
        (await look({ identity, deps: app.deps }, { kind, action: `${kind}:read` }, { workspaceId, hash }))
          .decision;
      expect(await ask(elsewhere)).toBe('not_found');
      expect(await ask(WORKSPACE)).toBe('not_found');
      await pool.query(
        kind === 'artifact'
          ? `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, 'report', 1)`
          : `insert into uploads (workspace_id, hash, name, bytes) values ($1, $2, 'a.txt', 1)`,
        [WORKSPACE, hash],
      );
      expect(await ask(WORKSPACE)).toBe('allow');
    }
  });
});

it('a worker is found from every workspace, as machines are one pool', async () => {
  const workerId = randomUUID();
  await app.deps.pool.query(
    `insert into workers (id, workspace_id, name, state, slots, queues, labels, facts)
     values ($1, $2, 'w', 'active', 1, '{}', '{}', '{}')`,
    [workerId, elsewhere],
  );
  const ask = async (workspaceId: string, id: string) =>
    (
      await look(
        { identity, deps: app.deps },
        { kind: 'worker', action: 'worker:read' },
        { workspaceId, workerId: id },
      )
    ).decision;
  expect(await ask(WORKSPACE, workerId)).toBe('allow');
  expect(await ask(WORKSPACE, randomUUID())).toBe('not_found');
  expect(await ask(elsewhere, workerId)).toBe('not_found');
});

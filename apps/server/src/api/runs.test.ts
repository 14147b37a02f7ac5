import { startAlone } from '@weft/engine';
import { blame, nodesOf, readLive, removeNodes, setParam, WEFT } from '@weft/engine/live';
import { graph, TEST_ACTOR } from '@weft/engine/testing';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { keepState, readState } from '../sync/history.ts';
import { compact, readWithAuthors } from '../sync/log.ts';
import { readVersion } from '../domain/documents/versions.ts';
import { runs } from './runs.ts';
import { createCallerFactory } from './trpc.ts';
import { openRunsApp, type RunsApp } from '../domain/runs/testing/runsApp.ts';
import type { TestPerson } from '../testing/testContext.ts';

let t: RunsApp;
let [viewer, operator, reviewer, stranger]: TestPerson[] = [];
beforeAll(async () => {
  t = await openRunsApp();
  viewer = await t.app.person('viewer');
  operator = await t.app.person('operator');
  reviewer = await t.app.person('reviewer');
  stranger = await t.app.person(null);
  await t.worker();
});
afterAll(async () => await t.close());

const editors = async () => await t.as(t.editor);
const uuid = () => crypto.randomUUID();
const set = async (documentId: string, node: string, param: string, value: number | string) =>
  await t.app.deps.rooms.edit(documentId, WEFT, (doc) => setParam(doc, node, param, value));

/** rows → twice → total, and a loop beside. */
const pipeline = (salt: number) =>
  graph({
    rows: { type: 'stub.source', params: { count: 12, salt } },
    twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
    model: { type: 'stub.train', in: { rows: 'twice.rows' } },
    total: { type: 'stub.sum', in: { rows: ['twice.rows', 'model.rows'] } },
  });

async function run(documentId: string, selection?: { to?: string[]; from?: string[]; force?: string[] }) {
  const { runId } = await (await editors()).start({ documentId, runId: uuid(), selection });
  const view = await t.finished(runId);
  return {
    runId,
    view,
    executed: view.steps
      .filter(({ status }) => status !== 'cached')
      .map(({ nodeId }) => nodeId)
      .sort(),
  };
}

describe('preview and start', () => {
  it('execute what was shown, say why in both languages, and estimate from what was', async () => {
    const documentId = await t.document(pipeline(1));
    const ask = await editors();
    const fresh = await ask.preview({ documentId });
    expect(fresh).toMatchObject({ diagnostics: [], execute: 4, cached: 0 });
    expect(fresh.steps.map(({ will, why }) => [will, why.zh])).toEqual([
      ['run', '在此文档中从未运行过'],
      ['follows', '在 rows 之后运行；若其输出与之前完全相同，则无需运行'],
      ['follows', expect.stringContaining('twice')],
      ['follows', expect.stringContaining('model')],
    ]);
    expect((await run(documentId)).executed).toEqual(['model', 'rows', 'total', 'twice']);

    const unchanged = await ask.preview({ documentId });
    expect(unchanged).toMatchObject({ execute: 0, cached: 4, estimatedMs: 0 });
    expect((await run(documentId)).executed).toEqual([]);

    await set(documentId, 'total', 'modulo', 7);
    const changed = await ask.preview({ documentId });
    expect(changed).toMatchObject({ execute: 1, cached: 3 });
    expect(changed.steps.find(({ nodeId }) => nodeId === 'total')).toMatchObject({
      will: 'run',
      why: { en: 'param modulo: 0 → 7', zh: '参数 modulo：0 → 7' },
      changes: [{ what: 'param', name: 'modulo', before: 0, after: 7 }],
    });
    expect(changed.estimatedMs).toEqual(expect.any(Number));
    const after = await run(documentId);
    expect(after.executed).toEqual(['total']);
    expect(await ask.explainStep({ runId: after.runId, nodeId: 'total' })).toMatchObject({
      status: 'succeeded',
      why: { en: 'param modulo: 0 → 7' },
      changes: [{ name: 'modulo', before: 0, after: 7 }],
      cachedFrom: null,
    });
    expect(await ask.explainStep({ runId: after.runId, nodeId: 'rows' })).toMatchObject({
      status: 'cached',
      cachedFrom: { number: 1 },
    });
  });

  it('take what is chosen: up to a node, from a node on, or by force', async () => {
    const documentId = await t.document(pipeline(2));
    const ask = await editors();
    const chosen = async (selection: { to?: string[]; from?: string[]; force?: string[] }) => {
      const { steps } = await ask.preview({ documentId, selection });
      const executing = steps
        .filter(({ will }) => will !== 'cached')
        .map(({ nodeId }) => nodeId)
        .sort();
      expect((await run(documentId, selection)).executed).toEqual(executing);
      return executing;
    };
    expect(await chosen({ to: ['twice'] })).toEqual(['rows', 'twice']);
    expect(await chosen({ from: ['model'] })).toEqual(['model', 'total']);
    expect(await chosen({ force: ['model'] })).toEqual(['model', 'total']);
    expect(await chosen({ to: ['model'], force: ['twice'] })).toEqual(['model', 'twice']);
    expect((await ask.preview({ documentId, selection: { to: ['nobody'] } })).diagnostics).toMatchObject([
      { code: 'select.unknown_node', node: 'nobody' },
    ]);
  });

  it('refuse what is wrong with diagnostics, and let run what is right beside it', async () => {
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 3, salt: 3 } },
        twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
        file: { type: 'stub.reader', params: { path: '/etc/passwd' } },
      }),
    );
    await t.app.deps.rooms.edit(
      documentId,
      WEFT,
      (doc) => void nodesOf(doc).set('broken', 'not a node' as never),
    );
    const ask = await editors();
    const { diagnostics, steps } = await ask.preview({ documentId });
    expect(diagnostics).toMatchObject([
      { code: 'document.shape', node: 'broken' },
      { code: 'node.params', node: 'file', field: 'path', help: expect.stringContaining('Upload') },
    ]);
    expect(steps).toEqual([]);
    const runId = uuid();
    await expect(ask.start({ documentId, runId })).rejects.toMatchObject({
      cause: { code: 'invalid_document', details: { diagnostics } },
    });
    expect(await ask.list({ workspaceId: WORKSPACE(), documentId })).toEqual({ items: [], next: null });
    expect((await run(documentId, { to: ['twice'] })).executed).toEqual(['rows', 'twice']);
  });

  it('start once for each id, however often and however fast it is asked', async () => {
    const documentId = await t.document(pipeline(4));
    const other = await t.document(pipeline(5));
    const ask = await editors();
    const runId = uuid();
    const all = await Promise.all(
      Array.from({ length: 5 }, async () => await ask.start({ documentId, runId })),
    );
    expect(all).toEqual(Array.from({ length: 5 }, () => ({ runId, number: 1 })));
    await set(documentId, 'total', 'modulo', 5);
    expect(await ask.start({ documentId, runId })).toEqual({ runId, number: 1 });
    await expect(ask.start({ documentId: other, runId })).rejects.toMatchObject({
      cause: { code: 'run_id_taken' },
    });
    const elsewhere = await t.app.workspace();
    const foreigner = await t.app.person('editor', elsewhere);
    const foreign = await t.document(pipeline(6), elsewhere);
    await expect((await t.as(foreigner)).start({ documentId: foreign, runId })).rejects.toMatchObject({
      cause: { code: 'run_id_taken' },
    });
    await t.finished(runId);
  });

  it('record who started it, from which version and which state of the document', async () => {
    const documentId = await t.document(pipeline(7));
    const { runId, view } = await run(documentId);
    const detail = await (await t.as(viewer!)).get({ runId });
    expect(detail).toMatchObject({
      documentId,
      versionNumber: 1,
      startedBy: { kind: 'person', id: t.editor.userId, name: 'Somebody', requestId: expect.any(String) },
      lastSeq: view.lastSeq,
    });
    expect(detail.params['total']).toEqual({
      type: 'stub.sum',
      version: 1,
      params: { modulo: 0, journal: '', publish: '' },
      parents: ['twice', 'model'],
    });
    const { rows } = await t.app.database.pool.query<{ state_vector: Buffer }>(
      'select state_vector from runs where id = $1',
      [runId],
    );
    const { stateVector } = await t.app.deps.rooms.freeze(documentId);
    expect(Buffer.from(stateVector)).toEqual(rows[0]!.state_vector);
  });
});

const factory = createCallerFactory(runs);
const WORKSPACE = () => t.engine.workspaceId;

describe('what is frozen', () => {
  it('is kept with its Yjs ids for the version, also after the log was merged', async () => {
    const documentId = await t.document(pipeline(10));
    const ask = await editors();
    await set(documentId, 'rows', 'salt', 110);
    const { state } = await t.app.deps.rooms.freeze(documentId);
    await ask.start({ documentId, runId: uuid() });
    const { pool } = t.app.database;
    await set(documentId, 'rows', 'salt', 111);
    await t.app.deps.rooms.edit(documentId, WEFT, (doc) => removeNodes(doc, ['rows']));
    await compact(pool, { documentId, knownSeq: 0n });
    const kept = await readState(pool, { documentId, number: 1 });
    expect(Buffer.from(kept!)).toEqual(Buffer.from(state));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, kept!);
    const { document } = await readVersion(pool, { workspaceId: WORKSPACE(), documentId, number: 1 });
    expect(readLive(doc).document).toEqual(document);
    // Whose an id is, the stretches still know, although the document has lost its node.
    const { stretches } = await readWithAuthors(pool, documentId);
    expect(blame(doc, stretches)['rows']!.params['salt']!.author).toEqual(WEFT);
    expect(await readState(pool, { documentId, number: 2 })).toBeNull();
  });

  it('drops what it kept when no version followed within a day', async () => {
    const documentId = await t.document(pipeline(12));
    const { pool } = t.app.database;
    await (await editors()).start({ documentId, runId: uuid() });
    const { workspaceId } = t.engine;
    for (const hash of ['old', 'new'])
      await keepState(pool, { workspaceId, documentId, hash, state: new Uint8Array([0, 0]) });
    await pool.query(
      `update document_states set created_at = now() - interval '2 days' where document_id = $1 and hash <> 'new'`,
      [documentId],
    );
    await compact(pool, { documentId, knownSeq: 0n });
    const { rows } = await pool.query<{ hash: string }>(
      `select hash from document_states where document_id = $1 order by hash`,
      [documentId],
    );
    expect(rows.map(({ hash }) => hash)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'new']);
  });

  it('covers what the client has written, and a state vector that is none is refused', async () => {
    const documentId = await t.document(pipeline(9));
    const ask = await editors();
    const { stateVector } = await t.app.deps.rooms.freeze(documentId);
    const covers = Buffer.from(stateVector).toString('base64');
    expect((await ask.preview({ documentId, covers })).execute).toBe(4);
    for (const wrong of ['not base64!', Buffer.from([9, 255, 255]).toString('base64')])
      await expect(ask.preview({ documentId, covers: wrong })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });

  it('is estimated by type where the node itself has never run here', async () => {
    const elsewhere = await t.app.workspace();
    const foreigner = await t.app.person('editor', elsewhere);
    await run(await t.document(pipeline(10)));
    const times = async (as: TestPerson, documentId: string) =>
      (await (await t.as(as)).preview({ documentId })).steps.map(({ estimatedMs }) => estimatedMs);
    const known = await times(t.editor, await t.document(pipeline(11)));
    expect(known).toEqual(Array.from({ length: 4 }, () => expect.any(Number)));
    expect(await times(foreigner, await t.document(pipeline(11), elsewhere))).toEqual(
      Array.from({ length: 4 }, () => null),
    );
  });
});

describe('rights', () => {
  it('operators start and control, reviewers answer, viewers read; nobody learns of what is foreign', async () => {
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 2, salt: 20 } },
        ask: { type: 'stub.ask', in: { rows: 'rows.rows' } },
      }),
    );
    const [asOperator, asReviewer, asViewer] = [
      await t.as(operator!),
      await t.as(reviewer!),
      await t.as(viewer!),
    ];
    const runId = uuid();
    const forbidden = { cause: { code: 'forbidden' } };
    await expect(asViewer.start({ documentId, runId })).rejects.toMatchObject(forbidden);
    await expect(asReviewer.start({ documentId, runId })).rejects.toMatchObject(forbidden);
    await asOperator.start({ documentId, runId });
    for await (const event of t.engine.watch(runId)) if (event.type === 'step:asking') break;
    expect((await asViewer.get({ runId })).steps[1]).toMatchObject({
      question: { question: 'go on?' },
      waiting: { reason: { en: 'waits for an answer', zh: '等待回答' } },
    });
    const answer = { runId, nodeId: 'ask', answer: true };
    await expect(asOperator.answer(answer)).rejects.toMatchObject(forbidden);
    expect(await asReviewer.answer(answer)).toEqual({ answered: true });
    await expect(asReviewer.answer(answer)).rejects.toMatchObject({ cause: { code: 'not_asking' } });
    await expect(asViewer.control({ runId, verb: 'cancel' })).rejects.toMatchObject(forbidden);
    expect((await t.finished(runId)).status).toBe('succeeded');

    const asStranger = await t.as(stranger!);
    const otherRunId = runId;
    for (const id of [runId, uuid()])
      for (const refused of [
        async () => await asStranger.get({ runId: id }),
        async () => await asStranger.log({ runId: id }),
        async () => await asStranger.attempts({ runId: id }),
        async () => await asStranger.explainStep({ runId: id, nodeId: 'rows' }),
        async () => await asStranger.compare({ runId: id, otherRunId }),
        async () => await asStranger.control({ runId: id, verb: 'cancel' }),
        async () => await asStranger.answer({ ...answer, runId: id }),
      ])
        await expect(refused()).rejects.toMatchObject({ cause: { code: 'not_found' } });
  });

  it('a run of another workspace cannot be compared with', async () => {
    const elsewhere = await t.app.workspace();
    const foreigner = await t.app.person('editor', elsewhere);
    const [ours, theirs] = [await t.document(pipeline(8)), await t.document(pipeline(8), elsewhere)];
    const { runId } = await run(ours);
    const otherRunId = uuid();
    await (await t.as(foreigner)).start({ documentId: theirs, runId: otherRunId });
    await expect((await editors()).compare({ runId, otherRunId })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    });
  });
});

describe('a run that goes on', () => {
  it('is paused, resumed and cancelled, and refuses what means nothing now', async () => {
    const gate = join(t.app.folder, 'gate-control');
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 3, salt: 30 } },
        model: { type: 'stub.train', params: { steps: 8, gate }, in: { rows: 'rows.rows' } },
        total: { type: 'stub.sum', in: { rows: 'model.rows' } },
      }),
    );
    const ask = await t.as(operator!);
    const { runId } = await ask.start({ documentId, runId: uuid() });
    for await (const event of t.engine.watch(runId)) if (event.type === 'step:checkpoint') break;
    expect(await ask.control({ runId, verb: 'pause' })).toEqual({ status: 'paused' });
    await expect(ask.control({ runId, verb: 'pause' })).rejects.toMatchObject({
      cause: { code: 'run_over', params: { status: 'paused' } },
    });
    await writeFile(gate, 'go');
    for await (const event of t.engine.watch(runId)) if (event.type === 'step:paused') break;
    expect(await ask.control({ runId, verb: 'resume' })).toEqual({ status: 'running' });
    expect((await t.finished(runId)).status).toBe('succeeded');
    await expect(ask.control({ runId, verb: 'cancel' })).rejects.toMatchObject({
      cause: { code: 'run_over', params: { status: 'succeeded' } },
    });

    const { items } = await ask.attempts({ runId });
    const tries = items.filter(({ nodeId }) => nodeId === 'model');
    expect(tries.map(({ number, outcome, worker }) => [number, outcome, worker])).toEqual([
      [1, 'paused', 'test'],
      [2, 'succeeded', 'test'],
    ]);
    expect(tries[0]!.checkpoints.length).toBeGreaterThan(0);
    expect(tries[0]!.pauses).toEqual([{ from: tries[0]!.endedAt, to: tries[1]!.startedAt }]);
    expect(items.map(({ nodeId }) => nodeId)).toEqual(['rows', 'model', 'model', 'total']);
  });
});

describe('the record of a run', () => {
  it('says which person and which key started, paused, resumed, answered and cancelled it, and in which request', async () => {
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 2, salt: 31 } },
        ask: { type: 'stub.ask', in: { rows: 'rows.rows' } },
      }),
    );
    const { key, keyId } = await t.app.deps.accounts.makeKey({
      userId: (await t.app.person('admin')).userId,
      workspaceId: WORKSPACE(),
      scopes: ['read', 'edit', 'run'],
      name: 'nightly',
      expiresInDays: null,
    });
    const program = await t.app.call({ headers: { 'x-api-key': key } });
    const asKey = factory(program);
    const asPerson = await t.as(t.editor);
    const { runId } = await asKey.start({ documentId, runId: uuid() });
    for await (const event of t.engine.watch(runId)) if (event.type === 'step:asking') break;
    await asPerson.control({ runId, verb: 'pause' });
    await asKey.control({ runId, verb: 'resume' });
    // Answering is for people.
    await expect(asKey.answer({ runId, nodeId: 'ask', answer: true })).rejects.toThrow('does not allow that');
    const answering = await t.app.person('reviewer');
    await (await t.as(answering)).answer({ runId, nodeId: 'ask', answer: true });
    await t.finished(runId);

    const detail = await asPerson.get({ runId });
    const byKey = { kind: 'key', id: keyId, name: 'nightly', requestId: program.requestId };
    const byPerson = {
      kind: 'person',
      id: t.editor.userId,
      name: 'Somebody',
      requestId: expect.any(String),
    };
    expect(detail.startedBy).toEqual(byKey);
    expect(detail.moves.map(({ type, nodeId, by }) => [type, nodeId, by])).toEqual([
      ['run:started', null, byKey],
      ['run:paused', null, byPerson],
      ['run:resumed', null, byKey],
      ['step:answered', 'ask', { ...byPerson, id: answering.userId }],
    ]);
    expect((await asPerson.attempts({ runId })).moves).toEqual(detail.moves);
    // A key that is gone leaves its id.
    await t.app.database.pool.query('delete from api_keys where id = $1', [keyId]);
    expect((await asPerson.get({ runId })).startedBy).toEqual({ ...byKey, name: null });
  });
});

describe('lists', () => {
  it('runs come newest first, page by page, by document and by status, those of the command line too', async () => {
    const workspaceId = WORKSPACE();
    const documentId = await t.document(pipeline(40));
    const ask = await editors();
    for (let i = 0; i < 3; i++) await run(documentId);
    const document = (await t.app.deps.rooms.freeze(documentId)).document;
    const { runId } = await startAlone(t.engine, t.engine.prepare(document).prepared!, {
      document,
      ref: documentId,
      actor: TEST_ACTOR,
    });
    await t.finished(runId);
    const first = await ask.list({ workspaceId, documentId, limit: 2 });
    const second = await ask.list({ workspaceId, documentId, limit: 2, cursor: first.next! });
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(second.next).toBeNull();
    expect(first.items.map(({ startedBy }) => [startedBy!.kind, startedBy!.id])).toEqual([
      ['commandLine', 'tester'],
      ['person', t.editor.userId],
    ]);
    expect(first.items[0]).toMatchObject({ runId, documentId, steps: 4, executed: 0, cached: 4 });
    expect(second.items[1]).toMatchObject({ executed: 4, cached: 0, status: 'succeeded' });
    expect((await ask.list({ workspaceId, documentId, status: 'failed' })).items).toEqual([]);
    expect((await ask.list({ workspaceId, documentId, status: 'succeeded' })).items).toHaveLength(4);
    await expect(ask.list({ workspaceId, cursor: 'nonsense' })).rejects.toMatchObject({
      cause: { code: 'bad_input' },
    });
  });

  it('a run that only waits for an answer says so', async () => {
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 2, salt: 41 } },
        ask: { type: 'stub.ask', in: { rows: 'rows.rows' } },
      }),
    );
    const ask = await editors();
    const { runId } = await ask.start({ documentId, runId: uuid() });
    for await (const event of t.engine.watch(runId)) if (event.type === 'step:asking') break;
    const waiting = await ask.list({ workspaceId: WORKSPACE(), documentId, status: 'waiting' });
    expect(waiting.items.map((item) => [item.runId, item.status])).toEqual([[runId, 'waiting']]);
    expect((await ask.list({ workspaceId: WORKSPACE(), documentId, status: 'running' })).items).toEqual([]);
    await ask.control({ runId, verb: 'cancel' });
  });

  it('the log is read backwards, filtered by node, level and words, with failures among it', async () => {
    const documentId = await t.document(
      graph({
        rows: { type: 'stub.source', params: { count: 2, salt: 42 } },
        fail: { type: 'stub.fail', in: { rows: 'rows.rows' } },
      }),
    );
    const { runId, view } = await run(documentId);
    expect(view.status).toBe('failed');
    const { pool } = t.app.database;
    await pool.query(
      `insert into events (workspace_id, run_id, seq, type, node_id, data)
       select $1, $2, 1000 + n, 'step:log', case when n % 2 = 0 then 'rows' else 'fail' end,
         jsonb_build_object('level', case when n % 5 = 0 then 'warn' else 'info' end, 'message', 'Line ' || n || ' 100%')
       from generate_series(1, 20) n`,
      [WORKSPACE(), runId],
    );
    const ask = await t.as(viewer!);
    const seqs: number[] = [];
    let before: number | undefined;
    do {
      const page = await ask.log({ runId, limit: 7, before });
      seqs.push(...page.items.map(({ seq }) => seq));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seqs.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => 1020 - i));
    const read = async (filter: object) => (await ask.log({ runId, ...filter })).items;
    expect((await read({ level: 'warn' })).map(({ level }) => level)).toEqual([
      'warn',
      'warn',
      'warn',
      'warn',
      'error',
    ]);
    expect(await read({ level: 'error' })).toMatchObject([
      { nodeId: 'fail', message: 'it was told to fail' },
    ]);
    expect((await read({ nodeId: 'rows' })).every(({ nodeId }) => nodeId === 'rows')).toBe(true);
    expect((await read({ q: 'line 13' })).map(({ message }) => message)).toEqual(['Line 13 100%']);
    expect(await read({ q: 'line%13' })).toEqual([]);
  });

  it('two runs are compared node by node: figures, bytes and what was set otherwise', async () => {
    const documentId = await t.document(pipeline(43));
    const first = await run(documentId);
    await set(documentId, 'total', 'modulo', 3);
    const second = await run(documentId);
    const { items } = await (await t.as(viewer!)).compare({ runId: second.runId, otherRunId: first.runId });
    const node = (nodeId: string) => items.find((one) => one.nodeId === nodeId)!;
    expect(node('rows').params).toEqual([]);
    const [same, alike] = node('rows').outputs['rows']!;
    expect(same).toBe(alike);
    expect(node('total').params).toEqual([{ what: 'param', name: 'modulo', before: 0, after: 3 }]);
    const [now, then] = node('total').metrics['total']!;
    expect(now).toBe(then! % 3);
    expect(node('total').outputs['rows']![0]).not.toBe(node('total').outputs['rows']![1]);
  });
});

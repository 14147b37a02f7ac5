import { parseDocument, readDocument } from '@weft/engine/graph';
import { setMeta, setParam, WEFT } from '@weft/engine/live';
import { registry as specs } from '@weft/nodes/specs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRooms } from '../sync/rooms.ts';
import { finishedRun } from '../testing/finishedRun.ts';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../testing/testContext.ts';
import { documents } from './documents.ts';
import { templates } from './templates.ts';
import { createCallerFactory, router } from './trpc.ts';
import { uploads } from './uploads.ts';
import { workers } from './workers.ts';

const factory = createCallerFactory(router({ documents, templates, uploads, workers }));

let app: TestApp;
let editor: TestPerson;
let viewer: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  app = await openTestApp({
    specs,
    parts: async ({ database }) => ({
      rooms: await openRooms({ pool: database.pool, url: database.url, specs }),
    }),
  });
  editor = await app.person('editor');
  viewer = await app.person('viewer');
  stranger = await app.person(null);
});
afterAll(async () => {
  await app.deps.rooms.close();
  await app.close();
});

const as = async (person: TestPerson, language: 'en' | 'zh' = 'en') =>
  factory(await app.call({ headers: { cookie: person.cookie }, language }));

const content = (title: string, nodes: object = {}) => ({
  format: 'weft.document',
  formatVersion: 1,
  title,
  nodes,
});

describe('documents.create', () => {
  it('makes an empty document that opens, named in the language of who made it', async () => {
    const caller = await as(editor, 'zh');
    const { documentId } = await caller.documents.create({ workspaceId: WORKSPACE });
    expect(await caller.documents.get({ documentId })).toMatchObject({
      documentId,
      workspaceId: WORKSPACE,
      ref: documentId,
      title: '未命名',
      origin: null,
      role: 'editor',
      actions: expect.arrayContaining(['document:change', 'run:start']),
    });
    const { document, troubles } = await app.deps.rooms.freeze(documentId, {});
    expect([document.nodes, troubles]).toEqual([{}, []]);
  });

  it('copies a template, with paths that only it may name', async () => {
    const caller = await as(editor);
    const { documentId } = await caller.documents.create({
      workspaceId: WORKSPACE,
      from: { template: 'text-classifier' },
    });
    const { document } = await app.deps.rooms.freeze(documentId, {});
    expect(document.title).toBe('Text classifier');
    expect(document.nodes['train_rows' as never]!.params['path']).toBe(
      'template:text-classifier/sample/train.csv',
    );
    expect(Object.keys(document.edges)).not.toEqual([]);
    expect((await caller.documents.get({ documentId })).origin).toBe('template:text-classifier');
    await expect(
      caller.documents.create({ workspaceId: WORKSPACE, from: { template: '../text-classifier' } }),
    ).rejects.toMatchObject({ cause: { code: 'not_found' } });
  });

  it('takes a document file, under the title that was asked for', async () => {
    const caller = await as(editor);
    const { documentId } = await caller.documents.create({
      workspaceId: WORKSPACE,
      title: ' Mine ',
      from: {
        content: {
          ...content('Theirs', { a: { type: 'ingest.files', params: { path: '/etc/passwd' } } }),
          id: 'x',
        },
      },
    });
    const { document } = await app.deps.rooms.freeze(documentId, {});
    expect([document.title, document.nodes['a' as never]!.params]).toEqual(['Mine', { path: '/etc/passwd' }]);
    expect((await caller.documents.get({ documentId })).ref).toBe(documentId);
  });

  it('refuses what is no document, with every reason, and keeps nothing of it', async () => {
    const caller = await as(editor);
    const before = await app.deps.pool.query('select count(*)::int from documents');
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown;
    for (const bad of [
      null,
      4,
      'text',
      [],
      {},
      { ...content('x'), extra: 1 },
      content('x', { 'no id': {} }),
      content('x', { a: { type: 't', params: { p: deep } } }),
    ])
      await expect(
        caller.documents.create({ workspaceId: WORKSPACE, from: { content: bad } }),
      ).rejects.toMatchObject({
        cause: {
          code: 'not_a_document',
          details: {
            diagnostics: expect.arrayContaining([expect.objectContaining({ help: expect.any(String) })]),
          },
        },
      });
    const after = await app.deps.pool.query('select count(*)::int from documents');
    expect(after.rows).toEqual(before.rows);
  });

  it('is for editors, and takes no field that it does not know', async () => {
    await expect((await as(viewer)).documents.create({ workspaceId: WORKSPACE })).rejects.toMatchObject({
      cause: { code: 'forbidden' },
    });
    const caller = await as(editor);
    for (const column of ['id', 'ref', 'createdBy', 'origin', 'head', 'deletedAt'])
      await expect(
        caller.documents.create({ workspaceId: WORKSPACE, [column]: randomUUID() } as never),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('documents.list', () => {
  it('shows the workspace’s own, the one changed last first, page by page', async () => {
    const workspaceId = await app.workspace();
    const person = await app.person('editor', workspaceId);
    const caller = await as(person);
    const made: string[] = [];
    for (let i = 0; i < 7; i++)
      made.unshift((await caller.documents.create({ workspaceId, title: `Paged ${i} 100%` })).documentId);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await caller.documents.list({ workspaceId, limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ documentId }) => documentId));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(made.toSorted());
    const titles = async (q: string) =>
      (await caller.documents.list({ workspaceId, q })).items.map(({ title }) => title);
    expect(await titles('paged 3')).toEqual(['Paged 3 100%']);
    expect(await titles('100%')).toHaveLength(7);
    expect(await titles('_aged')).toEqual([]);
    await expect(caller.documents.list({ workspaceId, cursor: 'nonsense' })).rejects.toMatchObject({
      cause: { code: 'bad_input' },
    });
  });

  it('shows the last run, who made it, and the size of what only the command line has run', async () => {
    const workspaceId = await app.workspace();
    const person = await app.person('viewer', workspaceId);
    const { runId, documentId } = await finishedRun(app.deps.pool, {
      workspaceId,
      title: 'From a file',
      outputs: {},
    });
    expect((await (await as(person)).documents.list({ workspaceId })).items).toEqual([
      {
        documentId,
        title: 'From a file',
        nodes: 1,
        updatedAt: expect.any(String),
        createdBy: null,
        origin: null,
        lastRun: { runId, number: 1, status: 'succeeded', createdAt: expect.any(String) },
      },
    ]);
  });
});

describe('a document', () => {
  const make = async (title = 'Doc') =>
    (
      await (
        await as(editor)
      ).documents.create({ workspaceId: WORKSPACE, title, from: { template: 'quick-start' } })
    ).documentId;

  it('is hidden when it is removed, and whole again when it is restored', async () => {
    const documentId = await make();
    const caller = await as(editor);
    await caller.documents.remove({ documentId });
    for (const ask of [
      async () => await caller.documents.get({ documentId }),
      async () => await caller.documents.export({ documentId }),
      async () => await caller.documents.duplicate({ documentId }),
    ])
      await expect(ask()).rejects.toMatchObject({ cause: { code: 'not_found' } });
    const listed = async () =>
      (await caller.documents.list({ workspaceId: WORKSPACE, limit: 100 })).items.map(
        (item) => item.documentId,
      );
    expect(await listed()).not.toContain(documentId);
    await caller.documents.restore({ documentId });
    expect(await listed()).toContain(documentId);
    expect(Object.keys((await app.deps.rooms.freeze(documentId, {})).document.nodes)).toHaveLength(7);
  });

  it('is copied as it is now, with a history of its own', async () => {
    const documentId = await make('Original');
    await app.deps.rooms.edit(documentId, WEFT, (doc) => setParam(doc, 'publish', 'name', 'changed'));
    const caller = await as(editor);
    const copy = await caller.documents.duplicate({ documentId });
    expect(copy.documentId).not.toBe(documentId);
    const { document } = await app.deps.rooms.freeze(copy.documentId, {});
    expect([document.title, document.nodes['publish' as never]!.params['name']]).toEqual([
      'Original (copy)',
      'changed',
    ]);
    expect((await caller.documents.get(copy)).origin).toBe(`document:${documentId}`);
    await app.deps.rooms.edit(documentId, WEFT, (doc) => setParam(doc, 'publish', 'name', 'later'));
    expect((await app.deps.rooms.freeze(copy.documentId, {})).document).toEqual(document);
  });

  it('is exported as a file that reads back equal and names the same document', async () => {
    const documentId = await make();
    await app.deps.rooms.edit(documentId, WEFT, (doc) => setMeta(doc, 'title', '../实验 "1"'));
    const { name, text } = await (await as(viewer)).documents.export({ documentId });
    expect(name).toBe('实验 _1_.json');
    const { document } = parseDocument(text);
    expect(document).toEqual({ ...(await app.deps.rooms.freeze(documentId, {})).document, id: documentId });
  });

  it('says who last changed what, through every way in, and what a person who was deleted did', async () => {
    const ann = await app.person('editor');
    const by = (userId: string, name: string | null) => ({
      kind: 'person',
      id: userId,
      keyName: null,
      person: { userId, name },
    });
    const caller = await as(ann);
    const made = await caller.documents.create({ workspaceId: WORKSPACE, from: { template: 'quick-start' } });
    const copy = await (await as(editor)).documents.duplicate(made);
    const key = { kind: 'key', id: randomUUID(), forPerson: editor.userId } as const;
    await app.deps.rooms.edit(made.documentId, key, (doc) => setParam(doc, 'publish', 'name', 'by a key'));
    await app.deps.rooms.edit(made.documentId, WEFT, (doc) => setParam(doc, 'publish', 'note', 'by Weft'));
    const [ofEditor] = (
      await app.database.pool.query('select name from users where id = $1', [editor.userId])
    ).rows as { name: string }[];
    const blamed = async (documentId: string) =>
      (await (await as(viewer)).documents.blame({ documentId })).nodes['publish']!;
    const { last, fields, params } = await blamed(made.documentId);
    expect(fields['type']).toEqual({
      by: by(ann.userId, expect.any(String) as never),
      from: expect.any(String),
      to: expect.any(String),
    });
    expect(params['name']!.by).toEqual({
      kind: 'key',
      id: key.id,
      keyName: null,
      person: { userId: editor.userId, name: ofEditor!.name },
    });
    expect(last!.by).toEqual({ kind: 'worker', id: null, keyName: null, person: null });
    expect((await blamed(copy.documentId)).last!.by).toEqual(by(editor.userId, ofEditor!.name));

    await app.database.pool.query('delete from users where id = $1', [ann.userId]);
    expect((await blamed(made.documentId)).fields['type']!.by).toEqual(by(ann.userId, null));
    const ask = await as(viewer);
    const newest = await ask.documents.edits({ ...made, limit: 2 });
    expect(newest.items.map(({ by: who, changed }) => [who!.kind, changed])).toEqual([
      ['worker', ['publish']],
      ['key', ['publish']],
    ]);
    const { items, next } = await ask.documents.edits({ ...made, limit: 2, cursor: newest.next! });
    expect(items.map((edit) => edit.by)).toEqual([by(ann.userId, null)]);
    expect(next).toBeNull();
  });

  it('has a version for each content that was run, and each can be read whole', async () => {
    const workspaceId = await app.workspace();
    const person = await app.person('viewer', workspaceId);
    const { documentId } = await finishedRun(app.deps.pool, { workspaceId, outputs: {} });
    const caller = await as(person);
    expect(await caller.documents.versions({ documentId })).toEqual({
      items: [{ versionId: expect.any(String), number: 1, createdAt: expect.any(String), runs: 1 }],
      next: null,
    });
    const { document } = await caller.documents.version({ documentId, number: 1 });
    expect(document).toEqual(readDocument(content('A run', { step: { type: 'a.b', params: {} } })).document);
    await expect(caller.documents.version({ documentId, number: 2 })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    });
  });

  it('of another workspace is like one that never was', async () => {
    const documentId = await make();
    const caller = await as(stranger);
    const refusals = async (id: string) =>
      await Promise.all(
        (['get', 'export', 'blame', 'edits', 'versions', 'duplicate', 'remove', 'restore'] as const).map(
          async (verb) =>
            await caller.documents[verb]({ documentId: id }).then(
              () => 'allowed',
              (error: { cause: { code: string; message: string } }) =>
                `${error.cause.code} ${error.cause.message}`,
            ),
        ),
      );
    const foreign = await refusals(documentId);
    expect(foreign).toEqual(await refusals(randomUUID()));
    expect(new Set(foreign).size).toBe(1);
    expect(foreign[0]).toContain('not_found');
  });

  it('may be read by a viewer and changed by none', async () => {
    const documentId = await make();
    const caller = await as(viewer);
    expect((await caller.documents.get({ documentId })).actions).not.toContain('document:change');
    for (const verb of ['duplicate', 'remove', 'restore'] as const)
      await expect(caller.documents[verb]({ documentId })).rejects.toMatchObject({
        cause: { code: 'forbidden' },
      });
  });
});

describe('templates', () => {
  it('are listed with what a thumbnail needs, and read with their page', async () => {
    const caller = await as(stranger);
    const { items } = await caller.templates.list();
    const item = items.find(({ slug }) => slug === 'text-classifier')!;
    expect(item.title).toEqual({ en: 'Text classifier', zh: '文本分类' });
    const ids = new Set(item.nodes.map(({ id }) => id));
    expect(ids.size).toBe(6);
    for (const { from, to } of item.edges) expect(ids.has(from) && ids.has(to)).toBe(true);
    const { readme, ...rest } = await caller.templates.get({ slug: 'text-classifier' });
    expect(rest).toEqual(item);
    expect(readme).toContain('weft run text-classifier');
    for (const slug of ['none', '../templates/quick-start', 'testing', ''])
      await expect(caller.templates.get({ slug })).rejects.toMatchObject({ cause: { code: 'not_found' } });
  });
});

describe('uploads.list', () => {
  it('shows the workspace’s own, newest first, also of the same instant', async () => {
    const workspaceId = await app.workspace();
    const person = await app.person('viewer', workspaceId);
    for (let i = 0; i < 5; i++)
      await app.deps.pool.query(
        `insert into uploads (workspace_id, hash, name, bytes, created_at) values ($1, $2, $3, 5, $4)`,
        [workspaceId, 'ab'.repeat(32), `${i}-${'名'.repeat(200)}`, new Date(1_700_000_000_000)],
      );
    const caller = await as(person);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await caller.uploads.list({ workspaceId, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ path }) => path));
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(5);
    expect(seen[0]).toMatch(/^upload:(ab){32}\/\d-名/);
    await expect((await as(editor)).uploads.list({ workspaceId })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    });
  });
});

describe('workers.list', () => {
  it('shows the pool that serves everybody, and what machines are made of to their own workspace', async () => {
    await app.deps.pool.query(
      `insert into workers (id, workspace_id, name, state, slots, queues, labels, facts, heartbeat_at) values
       ($1, $3, 'alive', 'active', 2, '{weft-cpu}', '{}', '{"cores":2}', now()),
       ($2, $3, 'silent', 'active', 2, '{weft-cpu}', '{}', '{}', now() - interval '1 minute')`,
      [randomUUID(), randomUUID(), WORKSPACE],
    );
    const { items } = await (await as(viewer)).workers.list({ workspaceId: WORKSPACE });
    expect(items.map(({ name, state, facts }) => [name, state, facts])).toEqual([
      ['alive', 'active', { cores: 2 }],
      ['silent', 'gone', {}],
    ]);
    const workspaceId = await app.workspace();
    const other = await app.person('viewer', workspaceId);
    expect((await (await as(other)).workers.list({ workspaceId })).items[0]).toMatchObject({
      name: 'alive',
      busy: 0,
      facts: null,
    });
  });
});

import { readDocument, type GraphDocument } from '@weft/engine/graph';
import { asTenant } from '@weft/db';
import { registry as specs } from '@weft/nodes/specs';
import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WeftError } from '../../errors.ts';
import { hostileNames } from '../../testing/hostileNames.ts';
import { openTestApp, WORKSPACE, type TestApp, type TestPerson } from '../../testing/testContext.ts';
import { readTemplate, readTemplates } from '../templates/read.ts';
import { uploadPath, uploadsFolder } from '../uploads/place.ts';
import { mendUploads } from '../uploads/mend.ts';
import { storeUpload } from '../uploads/store.ts';
import { resolvePaths, rewriteTemplatePaths } from './paths.ts';

let app: TestApp;
let editor: TestPerson;
beforeAll(async () => {
  app = await openTestApp({ specs });
  editor = await app.person('editor');
});
afterAll(async () => await app.close());

const reading = (...paths: string[]): GraphDocument => {
  const nodes = Object.fromEntries(
    paths.map((path, i) => [`n${i}`, { type: 'ingest.files', params: { path } }]),
  );
  return readDocument({ format: 'weft.document', formatVersion: 1, nodes }).document!;
};

const resolved = async (document: GraphDocument, workspaceId = WORKSPACE) => {
  const { engine, templatesDir, pool } = app.deps;
  const storeUrl = engine.store.url;
  const tenant = async <T>(work: Parameters<typeof asTenant<T>>[2]) =>
    await asTenant(pool, workspaceId, work);
  const found = await resolvePaths(document, specs, { workspaceId, storeUrl, templatesDir, tenant });
  return { ...found, paths: Object.values(found.document.nodes).map(({ params }) => params['path']) };
};

const give = async (name: string, content = name, workspaceId = WORKSPACE) =>
  await storeUpload(
    {
      engine: app.deps.engine,
      tenant: async (work) => await asTenant(app.deps.pool, workspaceId, work),
    },
    {
      workspaceId,
      userId: editor.userId,
      name,
      content: Readable.from([Buffer.from(content)]),
      limit: 1000,
      tooLarge: () => new WeftError('too_large'),
    },
  );

describe('an upload', () => {
  it('resolves to its bytes, under a name with its ending', async () => {
    const { path, hash } = await give('数据 (1).csv', 'a,b');
    const { paths, diagnostics } = await resolved(reading(path));
    expect(diagnostics).toEqual([]);
    expect(paths).toEqual([join(uploadsFolder(app.deps.engine.store.url), hash, '数据 _1_.csv')]);
    expect((await stat(paths[0] as string)).size).toBe(3);
  });

  it('of another workspace looks like one that never was, although its hash is known', async () => {
    const other = await app.workspace();
    const { path } = await give('their.csv', 'secret', other);
    const never = path.replace('their', 'never');
    const { diagnostics, paths } = await resolved(reading(path, never));
    expect(paths).toEqual([path, never]);
    const [a, b] = diagnostics;
    expect(a!.message.replaceAll('their', '_').replace('n0', '_')).toBe(
      b!.message.replaceAll('never', '_').replace('n1', '_'),
    );
    expect((await resolved(reading(path), other)).diagnostics).toEqual([]);
  });

  it('of the same bytes under another name is not given for a name that nobody gave', async () => {
    const { hash } = await give('given.csv', 'same');
    expect((await resolved(reading(`upload:${hash}/other.csv`))).diagnostics).toHaveLength(1);
  });

  it('whose bytes are gone is told as such', async () => {
    const { path, hash } = await give('gone.csv', 'gone');
    const { engine } = app.deps;
    await engine.store.remove('objects', [hash]);
    expect(await engine.reportLost(hash)).toBe(true);
    expect((await resolved(reading(path))).diagnostics[0]).toMatchObject({
      code: 'node.params',
      node: 'n0',
      field: 'path',
      help: 'Upload the file again.',
    });
    await give('gone.csv', 'gone');
    expect((await resolved(reading(path))).diagnostics).toEqual([]);
  });

  it('that has lost its name gets it back when somebody could not read it', async () => {
    const { path, hash } = await give('named.csv', 'named');
    const { engine } = app.deps;
    const place = uploadPath(engine.store.url, { hash, name: 'named.csv' });
    await rm(place);
    const { uploads } = await resolved(reading(path));
    await mendUploads(engine, uploads);
    expect((await stat(place)).size).toBe(5);
    expect((await resolved(reading(path))).diagnostics).toEqual([]);
  });
});

describe('a template', () => {
  it('resolves to exactly the files that its document names', async () => {
    const { templatesDir } = app.deps;
    for (const { slug, document } of await readTemplates(templatesDir)) {
      const rewritten = rewriteTemplatePaths(document, specs, slug);
      const { diagnostics, document: ready } = await resolved(rewritten);
      expect(diagnostics).toEqual([]);
      for (const [id, { params }] of Object.entries(ready.nodes)) {
        const own = document.nodes[id as never]!.params['path'];
        if (own !== undefined) expect(params['path']).toBe(resolve(templatesDir, slug, own as string));
      }
    }
  });

  it('opens nothing beside them', async () => {
    const { templatesDir } = app.deps;
    const named = (await readTemplate(templatesDir, 'text-classifier'))!;
    expect(named).not.toBeNull();
    const paths = [
      'template:text-classifier/document.json',
      'template:text-classifier/README.md',
      'template:text-classifier/sample/../sample/train.csv',
      'template:text-classifier/./sample/train.csv',
      'template:text-classifier/../quick-start/sample/questions.jsonl',
      'template:quick-start/sample/train.csv',
      'template:none/sample/train.csv',
      'template:../templates/text-classifier/sample/train.csv',
      'template:/sample/train.csv',
      'template:testing/runInMemory.ts',
      ` template:text-classifier/sample/train.csv`,
    ];
    const { diagnostics, paths: after } = await resolved(reading(...paths));
    expect(diagnostics).toHaveLength(paths.length);
    expect(after).toEqual(paths);
  });
});

describe('anything else', () => {
  it('stays closed, with a diagnostic that says where and what to do', async () => {
    const { diagnostics } = await resolved(reading('/etc/passwd'));
    expect(diagnostics).toEqual([
      {
        code: 'node.params',
        message: 'Node "n0", param "path": "/etc/passwd" names no uploaded file.',
        help: 'Upload the file and choose it here.',
        zh: {
          message: '节点“n0”的参数“path”：“/etc/passwd”不是已上传的文件。',
          help: '请上传文件，并在此处选择它。',
        },
        node: 'n0',
        field: 'path',
      },
    ]);
  });

  it('never becomes a path inside or outside the store, whatever it says', async () => {
    const { hash } = await give('a.csv', 'hostile');
    const digest = createHash('sha256').update('nothing').digest('hex');
    const texts = hostileNames()
      .filter((name) => name !== '')
      .flatMap((name) => [name, `upload:${name}`, `upload:${hash}/${name}`, `upload:${digest}/${name}`])
      .concat('file:///etc/passwd', 'http://127.0.0.1/x', 'upload:%2e%2e/x', `upload:${hash}#/a.csv`);
    const { diagnostics, paths } = await resolved(reading(...texts));
    expect(diagnostics).toHaveLength(texts.length);
    expect(paths).toEqual(texts);
    for (const { message } of diagnostics) expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('leaves an empty path and a document without paths alone', async () => {
    expect((await resolved(reading(''))).diagnostics).toEqual([]);
    const document = reading();
    expect((await resolved(document)).document).toBe(document);
  });
});

it('files given under hostile names lie in the folder of their content, and none takes the place of another', async () => {
  const names = hostileNames()
    .filter((name) => name.isWellFormed() && !name.includes('\0') && name !== '')
    .slice(0, 80);
  for (const name of names) {
    const { hash, path } = await give(name);
    expect(hash).toBe(createHash('sha256').update(name).digest('hex'));
    const { paths, diagnostics } = await resolved(reading(path));
    expect(diagnostics).toEqual([]);
    const place = paths[0] as string;
    expect(resolve(place)).toBe(place);
    expect(place.startsWith(join(uploadsFolder(app.deps.engine.store.url), hash) + sep)).toBe(true);
    expect((await stat(place)).size).toBe(Buffer.byteLength(name));
  }
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, type NodeRun } from '@weft/engine/testing';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pdfOf } from '../testing/pdfOf.ts';
import { docxOf } from '../testing/zipOf.ts';
import { fileTrouble } from '../lib/fileTrouble.ts';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

let outer: string;
let root: string;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'weft-ingest-'));
  root = join(outer, 'docs');
  await mkdir(root);
});
afterEach(() => rm(outer, { recursive: true, force: true }));

async function put(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

const read = (params: Record<string, unknown> = {}, more: object = {}): Promise<NodeRun> =>
  runNode({ spec, executor, params: { path: root, max_errors: 1000, ...params }, ...more });
const names = async (run: NodeRun) => (await run.rows('documents')).map((row) => row.document);
const reasons = async (run: NodeRun) =>
  Object.fromEntries((await run.rows('errors')).map((row) => [row.file, row.reason]));

describe('reading files', () => {
  test('reads every format of a folder, in the order of the paths', async () => {
    await put({
      'b.txt': 'Plain words of a plain text.',
      'B.md': '# Title\n\nwords',
      'a/z.html': '<title>Page</title><p>words',
      'a/y.docx': docxOf('<w:p><w:r><w:t>words</w:t></w:r></w:p>'),
      'é/中文.txt': iconv.encode('机器学习是人工智能的一个分支。', 'gb18030'),
      'x.pdf': pdfOf([['words']]),
      '.hidden/x.txt': 'x',
      'picture.png': 'x',
    });
    const run = await read();
    expect(await run.rows('documents')).toMatchObject([
      {
        document: 'B.md',
        title: 'Title',
        source: 'B.md',
        headings: [{ level: 1, text: 'Title', offset: 0 }],
      },
      { document: 'a/y.docx', title: 'y', text: 'words' },
      { document: 'a/z.html', title: 'Page', text: 'words' },
      {
        document: 'b.txt',
        title: 'b',
        language: 'en',
        bytes: 28,
        sha256: createHash('sha256').update('Plain words of a plain text.').digest('hex'),
      },
      { document: 'x.pdf', text: 'words' },
      { document: 'é/中文.txt', title: '中文', language: 'zh', text: '机器学习是人工智能的一个分支。' },
    ]);
    expect(await run.rows('errors')).toEqual([]);
    expect(run.logs.map(({ message }) => message)).toEqual(['left out for their endings: 1 × .png']);
  });

  test('takes one file, or a pattern', async () => {
    await put({ 'a.md': 'a', 'b.md': 'b', 'sub/c.md': 'c', 'sub/d.txt': 'd' });
    expect(await names(await read({ path: join(root, 'a.md') }))).toEqual(['a.md']);
    expect(await names(await read({ path: join(root, '*.md') }))).toEqual(['a.md', 'b.md']);
    expect(await names(await read({ path: join(root, '**/*.md') }))).toEqual(['a.md', 'b.md', 'sub/c.md']);
    await expect(read({ path: join(root, 'none') })).rejects.toThrow(/none does not exist/);
    await expect(read({ path: join(root, '*.rtf') })).rejects.toThrow(/no files ending in .*were found/);
  });

  test('gives the same bytes when it is paused and resumed', async () => {
    await put(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.txt`, i % 7 === 0 ? '' : `text ${i}`])),
    );
    const whole = await read();
    const paused = await read({}, { pauseAfter: 2 });
    expect(paused.status).toBe('paused');
    const resumed = await read({}, { checkpoints: paused.checkpoints, store: paused.store });
    expect(resumed.outputs).toEqual(whole.outputs);
  });

  test('fails when too many files are bad, and says why the first one is', async () => {
    await put({ 'a.txt': '', 'b.txt': 'b', 'c.txt': 'c' });
    expect(await names(await read({ max_errors: 0.5 }))).toEqual(['b.txt', 'c.txt']);
    await expect(read({ max_errors: 0 })).rejects.toThrow(/1 of 3 files are bad.*a.txt: the file is empty/);
  });

  test('its outside hash follows names and contents, not dates', async () => {
    await put({ 'a.txt': 'a' });
    const tools = { hashFile: async (path: string) => (await import('node:fs')).readFileSync(path, 'utf8') };
    const hash = () => executor.outside!({ path: root, exclude: [] } as never, tools);
    const before = await hash();
    await put({ 'a.txt': 'a' });
    expect(await hash()).toBe(before);
    await put({ 'a.txt': 'b' });
    expect(await hash()).not.toBe(before);
    await put({ 'a.txt': 'a', 'b.txt': '' });
    expect(await hash()).not.toBe(before);
  });
});

describe('a file that needs more time or memory than it may', () => {
  const SLOW = '*a **b _c '.repeat(400_000);

  test('ends the step with its name and two ways out, instead of being left out', async () => {
    await put({ 'sub/a.md': SLOW, 'b.txt': 'good' });
    await expect(read({ seconds_per_file: 1 })).rejects.toMatchObject({
      kind: 'input',
      code: 'limit.cpu',
      message:
        'reading sub/a.md needs more than 1 s of processor time; leave the file out with exclude, or raise seconds_per_file',
    });
    for (const exclude of [['sub/a.md'], ['sub/**'], ['**/a.*']])
      expect(await names(await read({ seconds_per_file: 1, exclude }))).toEqual(['b.txt']);
  });

  test('is left out of the outside hash when it is excluded', async () => {
    await put({ 'a.txt': 'a', 'b.txt': 'b' });
    const tools = { hashFile: async (path: string) => (await import('node:fs')).readFileSync(path, 'utf8') };
    const hash = (exclude: string[]) => executor.outside!({ path: root, exclude } as never, tools);
    expect(await hash(['b.txt'])).not.toBe(await hash([]));
    const without = await hash(['b.txt']);
    await put({ 'b.txt': 'changed' });
    expect(await hash(['b.txt'])).toBe(without);
  });
});

test('trouble of the system with a file ends the attempt: it says nothing about the file', async () => {
  await put({ 'a.txt': 'a' });
  const full = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
  const tools = { hashFile: async (): Promise<string> => Promise.reject(full) };
  await expect(executor.outside!({ path: root, exclude: [] } as never, tools)).rejects.toBe(full);
  expect(() => fileTrouble(full)).toThrow(full);
  expect(fileTrouble({ code: 'EACCES' })).toBe('no permission to read the file');
});

describe('bad files become rows, and the others are read', () => {
  test('contents', async () => {
    await put({
      'good.txt': 'good',
      'empty.txt': '',
      'program.txt': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0, 1, 2, 3, 4]),
      'bomb.docx': docxOf(`<w:p><w:r><w:t>${' '.repeat(20_000_000)}</w:t></w:r></w:p>`),
      'entities.docx': docxOf('', { 'word/document.xml': '<!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>' }),
      'broken.pdf': '%PDF-1.4 and no more',
      'large.txt': '',
    });
    await truncate(join(root, 'large.txt'), 3 * 2 ** 20);
    const run = await read({ max_mb: 2 });
    expect(await names(run)).toEqual(['good.txt']);
    expect(await reasons(run)).toEqual({
      'bomb.docx': expect.stringContaining('unpacks to more than 200 times its size'),
      'broken.pdf': expect.stringContaining('the PDF is damaged'),
      'empty.txt': 'the file is empty',
      'entities.docx': expect.stringContaining('DTD'),
      'large.txt': 'the file has 3 MB, more than the 2 MB allowed',
      'program.txt': expect.stringContaining('not text'),
    });
  });

  test('invalid bytes: the document is there, and the damage is listed with its place', async () => {
    await put({
      'a.txt': Buffer.concat([Buffer.from('机器学习是人工智能'), Buffer.from([0xff]), Buffer.from('的分支')]),
    });
    const run = await read();
    expect((await run.rows('documents'))[0]!.text).toBe('机器学习是人工智能\ufffd的分支');
    expect(await run.rows('errors')).toEqual([
      {
        row: 0,
        file: 'a.txt',
        position: 'character 9',
        reason: expect.stringContaining('1 characters are not valid utf-8'),
      },
    ]);
  });

  test.skipIf(process.platform === 'win32')(
    'links out of the folder, to nothing, to folders and in rings',
    async () => {
      await writeFile(join(outer, 'secret.txt'), 'canary');
      await put({ 'sub/inside.txt': 'inside' });
      await symlink(join(outer, 'secret.txt'), join(root, 'out.txt'));
      await symlink('../secret.txt', join(root, 'relative.txt'));
      await symlink('..', join(root, 'up.txt'));
      await symlink('sub', join(root, 'folder.txt'));
      await symlink('nothing', join(root, 'nothing.txt'));
      await symlink('ring.txt', join(root, 'ring.txt'));
      await symlink('sub/inside.txt', join(root, 'fine.txt'));
      await symlink('.', join(root, 'again'));
      const run = await read();
      expect(await names(run)).toEqual(['fine.txt', 'sub/inside.txt']);
      expect(JSON.stringify(await run.rows('documents'))).not.toContain('canary');
      expect(await reasons(run)).toEqual({
        'folder.txt': 'a link to a folder is not followed',
        'nothing.txt': 'the link leads nowhere',
        'out.txt': 'the link leads out of the folder',
        'relative.txt': 'the link leads out of the folder',
        'ring.txt': 'the link leads nowhere',
        'up.txt': 'the link leads out of the folder',
      });
    },
  );

  test.skipIf(process.platform === 'win32')('a pipe, which would never end', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    await put({ 'a.txt': 'good' });
    const run = await read();
    expect(await reasons(run)).toEqual({ 'pipe.txt': 'this is no ordinary file' });
  });

  test.skipIf(process.platform === 'win32')('names that lie, and names that only look strange', async () => {
    const long = `${'n'.repeat(250)}.txt`;
    const strange = [
      '<script>alert(1)</script>'.replace('/', ''),
      "'; drop table--",
      '$(reboot)',
      '%00',
      'CON',
      '😀',
      long,
    ];
    const bad = [
      'tab\t.txt',
      'line\nbreak.txt',
      'esc\x1b[31m.txt',
      'right\u202Etxt.exe.txt',
      '\u2067iso.txt',
    ];
    await put(
      Object.fromEntries([
        ...strange.map((name) => [name.endsWith('.txt') ? name : `${name}.txt`, 'x']),
        ...bad.map((name) => [name, 'x']),
      ]),
    );
    await writeFile(
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0xfe]), Buffer.from('.txt')]),
      'x',
    );
    const run = await read();
    expect(await names(run)).toHaveLength(strange.length);
    const found = await reasons(run);
    expect(Object.keys(found).sort()).toEqual(
      [
        'esc\\u001b[31m.txt',
        'f\ufffd\ufffd.txt',
        'line\\u000abreak.txt',
        'right\\u202etxt.exe.txt',
        'tab\\u0009.txt',
        '\\u2067iso.txt',
      ].sort(),
    );
    expect(Object.values(found).every((reason) => /rename/.test(String(reason)))).toBe(true);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'files and folders without permission',
    async () => {
      await put({ 'a.txt': 'x', 'locked.txt': 'x', 'sub/b.txt': 'x' });
      await chmod(join(root, 'locked.txt'), 0);
      await chmod(join(root, 'sub'), 0);
      const run = await read();
      await chmod(join(root, 'sub'), 0o700);
      expect(await reasons(run)).toEqual({
        'locked.txt': 'no permission to read the file',
        sub: expect.stringContaining('the folder cannot be read'),
      });
    },
  );

  test('a folder too deep', async () => {
    await put({ [`${'d/'.repeat(70)}x.txt`]: 'x', 'a.txt': 'x' });
    const run = await read();
    expect(await names(run)).toEqual(['a.txt']);
    expect(Object.values(await reasons(run))).toEqual(['lies more than 64 folders deep']);
  });
});

/** What a server does with published versions: opens them from files and answers batches. */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DOCUMENTS,
  folderOf,
  tinyClassifier,
  tinyEmbedder,
  tinyIndex,
  tinyReranker,
  TOPICS,
} from '../testing/tinyVersions.ts';
import { folderFiles, openIndex, openPredictor, openReranker, openVersion } from './index.ts';

let vectors = '';
beforeAll(async () => {
  vectors = await mkdtemp(join(tmpdir(), 'weft-ml-vectors-'));
});
afterAll(() => rm(vectors, { recursive: true }));

test('a published classifier answers each row with its label', async () => {
  await using folder = await folderOf({
    'card.json': JSON.stringify({ format: 'weft.card', version: 1, name: 'topics' }),
    ...Object.fromEntries(
      Object.entries(await tinyClassifier()).map(([path, file]) => [`model/${path}`, file]),
    ),
  });
  const version = await openVersion(await folderFiles(folder.path));
  expect(version).toMatchObject({ card: { name: 'topics' }, index: null });
  const predictor = await openPredictor(version.model!);
  if (predictor.task !== 'classification') throw new Error(predictor.task);
  expect(predictor.labels).toEqual([...TOPICS].sort());

  const answers = await predictor.predict(DOCUMENTS);
  expect(answers.map(({ label }) => label)).toEqual(DOCUMENTS.map(({ topic }) => topic));
  for (const { probabilities } of answers)
    expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  expect(await predictor.predict([])).toEqual([]);
  const [one, other] = await Promise.all([
    predictor.predict([{ text: 'my password' }]),
    predictor.predict([{ text: 'an invoice' }]),
  ]);
  expect([one[0]!.label, other[0]!.label]).toEqual(['password', 'invoice']);
  await predictor.close();
});

test('an embedder answers texts with vectors', async () => {
  await using folder = await folderOf(tinyEmbedder());
  const predictor = await openPredictor(await folderFiles(folder.path));
  if (predictor.task !== 'text-embedding') throw new Error(predictor.task);
  const texts = DOCUMENTS.map(({ text }) => text);
  const answers = await predictor.predict(texts);
  expect(answers.map(({ length }) => length)).toEqual(texts.map(() => predictor.dimensions));
  expect(await predictor.predict([texts[3]!])).toEqual([answers[3]]);
  await predictor.close();
});

describe('an index', () => {
  test('answers questions with as many chunks as each wants, whatever the batch', async () => {
    await using folder = await folderOf(await tinyIndex(vectors));
    const predictor = await openPredictor(await folderFiles(folder.path));
    if (predictor.task !== 'search') throw new Error(predictor.task);
    const batch = [
      { question: 'holiday needs approval', k: 3 },
      { question: 'password was changed', k: 1 },
      { question: 'printer does not work', k: 3 },
    ];
    const answers = await predictor.predict(batch);
    expect(answers.map((hits) => hits.length)).toEqual([3, 1, 3]);
    expect(answers.map(([best]) => best!.document)).toEqual(['holiday-2', 'password-1', 'printer-4']);
    for (const [at, question] of batch.entries())
      expect(await predictor.predict([question])).toEqual([answers[at]]);
    await predictor.close();
  });

  test('brings its re-ranker, which can be opened alone, too', async () => {
    const plain = await tinyIndex(vectors);
    await using without = await folderOf(plain);
    const index = await openIndex(await folderFiles(without.path));
    expect(await openReranker(await folderFiles(without.path))).toBeNull();
    const reranker = await tinyReranker((questions, k) => index.search(questions, k));
    const [hits] = await index.search(['invoice is missing'], 5);
    await index.close();

    await using folder = await folderOf({ ...plain, ...reranker });
    const files = await folderFiles(folder.path);
    const alone = (await openReranker(files))!;
    const expected = await alone.rerank('invoice is missing', hits!);
    expect(expected.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
    await alone.close();
    const predictor = await openPredictor(files);
    expect(await predictor.predict([{ question: 'invoice is missing', k: 5 }] as never)).toEqual([expected]);
    await predictor.close();
  });
});

describe('files that answer nothing', () => {
  test.each([
    ['no model at all', { 'notes.txt': 'hello' }, 'neither model.json nor index.json'],
    ['features only', { 'model.json': '{"task":"text-features"}' }, 'a model of task "text-features"'],
    ['no task', { 'model.json': '[]' }, 'a model of task ""'],
    ['no JSON', { 'model.json': '{' }, 'is not JSON'],
    ['a model without its files', { 'model.json': '{"task":"classification"}' }, 'does not describe'],
  ])('%s', async (_, files, message) => {
    await using folder = await folderOf(files);
    const opened = openPredictor(await folderFiles(folder.path));
    await expect(opened).rejects.toMatchObject({ kind: 'input', message: expect.stringContaining(message) });
  });

  test('a folder that is no version', async () => {
    await using folder = await folderOf({ 'model.json': '{}' });
    await expect(openVersion(await folderFiles(folder.path))).rejects.toMatchObject({
      code: 'version.no_card',
    });
  });
});

test('files outside of the folder are not among its files, by name or by link', async () => {
  await using outer = await folderOf({ 'secret.json': '{}', 'inner/model.json': '{}' });
  await symlink(join(outer.path, 'secret.json'), join(outer.path, 'inner/link.json'));
  await symlink(outer.path, join(outer.path, 'inner/up'));
  const files = await folderFiles(join(outer.path, 'inner'));
  expect(files.files).toEqual([{ path: 'model.json' }]);
  for (const path of [
    '../secret.json',
    'link.json',
    'up/secret.json',
    join(outer.path, 'secret.json'),
    'inner/../model.json',
  ])
    for (const ask of [files.read(path), files.localPath(path), files.json(path)])
      await expect(ask).rejects.toMatchObject({ kind: 'input', code: 'files.missing' });
});

import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const TEXT = 'Guide\n\nFirst words here.\n\n\n\nInstall\n\nSecond words here.';
const COLUMNS = {
  document: 'string',
  title: 'string',
  source: 'string',
  text: 'string',
  headings: 'json',
} as const;

async function run(params: Record<string, unknown>, text = TEXT) {
  const store = memoryArtifactStore();
  const headings = [
    { level: 1, text: 'Guide', offset: 0 },
    { level: 2, text: 'Install', offset: text.indexOf('Install') },
  ];
  const documents = await tableOf(store, COLUMNS, [
    { document: 'a/guide.txt', title: 'Guide', source: 'a/guide.txt', text, headings },
    { document: 'empty.txt', title: '', source: 'empty.txt', text: '', headings: [] },
  ]);
  return await runNode({ spec, executor, store, params, inputs: { documents } });
}

test('gives each chunk its document, its place in it and the headings above', async () => {
  const ran = await run({ size: 28 });
  const chunks = await ran.rows('chunks');
  expect(chunks).toMatchObject([
    {
      chunk: 'a/guide.txt#0',
      index: 0,
      start: 0,
      heading_path: ['Guide'],
      title: 'Guide',
      source: 'a/guide.txt',
    },
    { chunk: 'a/guide.txt#1', index: 1, heading_path: ['Guide', 'Install'], document: 'a/guide.txt' },
  ]);
  for (const { text, start, end } of chunks) expect(text).toBe(TEXT.slice(Number(start), Number(end)));
});

test('joins to the whole text when blank chunks are kept, and leaves them out otherwise', async () => {
  const text = `one${'\n'.repeat(30)}two`;
  const kept = await (await run({ size: 10, keep_blank: true }, text)).rows('chunks');
  expect(kept.map((row) => row.text as string).join('')).toBe(text);
  const visible = await (await run({ size: 10 }, text)).rows('chunks');
  expect(visible.map((row) => row.text)).toEqual([
    expect.stringContaining('one'),
    expect.stringContaining('two'),
  ]);
  expect(visible.map((row) => row.index)).toEqual(visible.map((_, i) => i));
});

test('refuses an overlap of more than half the size', async () => {
  await expect(run({ size: 10, overlap: 6 })).rejects.toThrow(/at most half the size/);
});

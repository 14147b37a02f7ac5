/** Version 1 as it was released: documents that name it get these bytes, whatever newer versions do. */
import { LexicalIndexBuilder, HYBRID_DEFAULTS, indexFiles } from '@weft/ml/search';
import { filesOf, memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const DOCUMENTS = {
  'hr/leave.md': 'Annual leave is thirty days; sick leave needs a note.',
  'hr/travel.md': 'Book travel and hotel rooms with the travel desk.',
  'it/printer.md': 'The printer needs paper, and a note on its lid.',
  'zh/请假.md': '年假三十天，病假需要证明。',
};
const QUESTIONS = [
  { question: 'how many days of annual leave', document: 'leave.md' },
  { question: 'printer needs a note', document: 'hr/leave.md' },
  { question: '病假证明', document: 'zh/请假.md' },
  { question: 'where is the canteen', document: 'hr/travel.md' },
];

/** An index of words alone, so that the answers follow from the texts and from nothing that was learned. */
async function indexOf(store: ReturnType<typeof memoryArtifactStore>) {
  const lexical = new LexicalIndexBuilder();
  for (const text of Object.values(DOCUMENTS)) lexical.add(text);
  const vectors = {
    format: 'weft.vectors',
    version: 1,
    rows: 0,
    lanes: 2,
    segmentRows: 16_000,
    epochRows: 1000,
    options: {
      engine: 'usearch',
      dimensions: 4,
      metric: 'cosine',
      precision: 'f16',
      connectivity: 16,
      expansionAdd: 128,
      expansionSearch: 64,
    },
    segments: [],
  };
  const rows = Object.entries(DOCUMENTS).map(([document, text], n) => ({
    chunk: `${document}#${n}`,
    document,
    title: '',
    text,
    start: 0,
    end: text.length,
  }));
  return await filesOf(
    store,
    'index',
    indexFiles({
      rows,
      dimensions: 4,
      vectors: { 'vectors.json': JSON.stringify(vectors) },
      lexical: lexical.index(),
      fusion: HYBRID_DEFAULTS,
      embedder: null,
    }),
  );
}

test('gives the bytes that version 1 gave before there was a version 2', async () => {
  const store = memoryArtifactStore();
  const index = await indexOf(store);
  const questions = await tableOf(store, { question: 'string', document: 'string' }, QUESTIONS);
  const ran = await runNode({ spec, executor, store, inputs: { index, questions } });
  const [first] = await ran.rows('answers');
  expect(first).toMatchObject({ rank: 1, document: 'hr/leave.md' });
  for (const hit of first!.top as object[])
    expect(Object.keys(hit).toSorted()).toEqual(['chunk', 'document', 'score']);
  expect({
    index: index.hash,
    answers: ran.outputs.answers!.hash,
    report: ran.outputs.report!.hash,
  }).toEqual({
    index: '0a267d275356c9a7e06d88720ef4902b28ca463b206f24c9b56fcb15cfdc8e0b',
    answers: '2f16d7e4b9569074d3fd3869f778349654a8d219133f2ec21cadf666812551f4',
    report: '3839f7198d1595c44aed7c085f594fa1ba8c52815caab94fbf623e2ad10f84a5',
  });
});

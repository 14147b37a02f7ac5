import { implement } from '@weft/engine/node';
import { filesOf, memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { evaluateRetrieval } from '../lib/retrieval/evaluate.ts';
import type { SearchIndex } from '../lib/retrieval/rankDocuments.ts';
import { quotedHit } from './quotedHit.ts';
import { spec } from './spec.ts';

const CHUNKS = [
  ['hr/leave.md', 'annual leave days and holidays'],
  ['hr/leave.md', 'sick leave needs a note'],
  ['hr/travel.md', 'book travel and hotel rooms'],
  ['it/printer.md', 'the printer needs paper'],
] as const;

/** A real, if small, index: chunks by the number of words they share with the question. */
function wordIndex(): SearchIndex & { closed: boolean } {
  return {
    closed: false,
    documents: () => [...new Set(CHUNKS.map(([document]) => document))],
    search: async (questions, k) =>
      questions.map((question) =>
        CHUNKS.map(([document, text], i) => ({
          chunk: `${document}#${i}`,
          document,
          text,
          score: question.split(' ').filter((word) => text.split(' ').includes(word)).length,
        }))
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score)
          .slice(0, k),
      ),
    async close() {
      this.closed = true;
    },
  };
}

const QUESTIONS = [
  { question: 'annual leave holidays', document: 'leave.md' },
  { question: 'printer needs a note', document: 'it/printer.md' },
  { question: 'where is the canteen', document: 'hr/travel.md' },
];

async function evaluate(rows: readonly Record<string, string | null>[], params = {}) {
  const store = memoryArtifactStore();
  const index = await filesOf(store, 'index', { 'index.json': '{}' });
  const opened = wordIndex();
  const executor = implement(spec, {
    run: async (ctx) => await evaluateRetrieval(ctx, async () => opened, quotedHit),
  });
  const columns = Object.fromEntries(
    Object.keys(rows[0] ?? { question: '', document: '' }).map((name) => [name, 'string' as const]),
  );
  const questions = await tableOf(store, columns, rows);
  const ran = await runNode({ spec, executor, store, params, inputs: { index, questions } });
  return { ran, opened, index, questions };
}

test('reports where the right documents stand, and lists every answer', async () => {
  const { ran, opened, index, questions } = await evaluate(QUESTIONS);
  expect(await ran.rows('answers')).toMatchObject([
    { question: 'annual leave holidays', document: 'hr/leave.md', rank: 1, hit1: true, hit10: true },
    {
      document: 'it/printer.md',
      rank: 2,
      hit1: false,
      hit5: true,
      top: [
        { document: 'hr/leave.md' },
        {
          document: 'it/printer.md',
          chunk: 'it/printer.md#3',
          passage: 'the printer needs paper',
          score: 2,
        },
      ],
    },
    { document: 'hr/travel.md', rank: null, hit1: false, hit5: false, hit10: false },
  ]);
  const metrics = { 'recall@1': 1 / 3, 'recall@5': 2 / 3, 'recall@10': 2 / 3, 'mrr@10': 0.5, questions: 3 };
  expect(await (await ran.files('report')).json('report.json')).toMatchObject({
    about: 'retrieval',
    metrics,
    measured: { index: index.hash, questions: questions.hash },
    k: 10,
    worst: [
      { document: 'hr/travel.md', rank: null },
      { document: 'it/printer.md', rank: 2 },
    ],
  });
  expect(ran.result.metrics).toMatchObject({
    ...metrics,
    latency_p50_ms: expect.any(Number),
    latency_p95_ms: expect.any(Number),
  });
  expect(opened.closed).toBe(true);
});

test('gives the same bytes however latency turns out, and under other column names', async () => {
  const one = await evaluate(QUESTIONS);
  const renamed = QUESTIONS.map(({ question, document }) => ({ q: question, source: document }));
  const other = await evaluate(renamed, {
    question_column: 'q',
    document_column: 'source',
    latency_samples: 0,
  });
  expect(other.ran.outputs.answers).toEqual(one.ran.outputs.answers);
  expect((await evaluate(QUESTIONS, { latency_samples: 0 })).ran.outputs).toEqual(one.ran.outputs);
});

test('refuses questions about documents the index does not hold, naming a few of each', async () => {
  const strangers = Array.from({ length: 7 }, (_, i) => ({ question: 'x', document: `gone${i}.md` }));
  await expect(evaluate([...QUESTIONS, ...strangers])).rejects.toMatchObject({
    kind: 'input',
    message:
      'questions name documents that are not in the index: gone0.md, gone1.md, gone2.md, gone3.md, gone4.md and 2 more (it holds hr/leave.md, hr/travel.md, it/printer.md)',
  });
});

test('leaves out rows without a question or a document, and refuses a table of nothing else', async () => {
  const { ran } = await evaluate([
    ...QUESTIONS,
    { question: ' ', document: 'leave.md' },
    { question: 'x', document: null },
  ]);
  expect(ran.warnings).toBe(2);
  await expect(evaluate([])).rejects.toMatchObject({ kind: 'input', code: 'evaluate.no_questions' });
  await expect(evaluate([{ question: 'a' }])).rejects.toMatchObject({ code: 'table.column_missing' });
});

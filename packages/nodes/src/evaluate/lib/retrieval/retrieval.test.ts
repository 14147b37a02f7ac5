import { expect, test } from 'vitest';
import { documentNames } from '../documentNames.ts';
import { cutoffs, retrievalFigures } from './figures.ts';
import { byDocument, rankDocuments, type Hit } from './rankDocuments.ts';

const hit = (document: string, n: number): Hit => ({
  document,
  chunk: `${document}#${n}`,
  text: '',
  score: 1 / (n + 1),
});

test('measures ranks as worked out by hand', () => {
  const figures = retrievalFigures([1, 2, null, 6], 10);
  expect(figures).toEqual({
    'recall@1': 0.25,
    'recall@5': 0.5,
    'recall@10': 0.75,
    'mrr@10': (1 + 1 / 2 + 0 + 1 / 6) / 4,
    'ndcg@10': expect.closeTo((1 + 1 / Math.log2(3) + 0 + 1 / Math.log2(7)) / 4, 12),
    questions: 4,
  });
  expect(Object.keys(retrievalFigures([1], 3))).toEqual([
    'recall@1',
    'recall@3',
    'mrr@3',
    'ndcg@3',
    'questions',
  ]);
  expect([1, 5, 7, 20].map(cutoffs)).toEqual([[1], [1, 5], [1, 5, 7], [1, 5, 10, 20]]);
});

test('ranks each document by its best chunk', () => {
  const hits = [hit('b', 0), hit('b', 1), hit('a', 0), hit('b', 2), hit('c', 0)];
  expect(byDocument(hits, 2)).toEqual([hit('b', 0), hit('a', 0)]);
});

test('asks again for more chunks only where one document takes all the places, until there are no more', async () => {
  const answers: Record<string, Hit[]> = {
    wide: Array.from({ length: 30 }, (_, n) => hit(`d${n}`, 0)),
    narrow: [...Array.from({ length: 10 }, (_, n) => hit('long', n)), hit('other', 0)],
    poor: [hit('only', 0)],
    endless: Array.from({ length: 5000 }, (_, n) => hit('huge', n)),
  };
  const asked: [readonly string[], number][] = [];
  const search = async (questions: readonly string[], k: number) => {
    asked.push([questions, k]);
    return questions.map((question) => answers[question]!.slice(0, k));
  };
  const ranked = await rankDocuments(search, ['wide', 'narrow', 'poor', 'endless'], 2);
  expect(ranked.map((hits) => hits.map(({ document }) => document))).toEqual([
    ['d0', 'd1'],
    ['long', 'other'],
    ['only'],
    ['huge'],
  ]);
  expect(asked.slice(0, 3)).toEqual([
    [['wide', 'narrow', 'poor', 'endless'], 8],
    [['narrow', 'endless'], 16],
    [['endless'], 32],
  ]);
  expect(asked.at(-1)).toEqual([['endless'], 2048]);
});

test('finds a document by path, or by file name when only one has it', () => {
  const find = documentNames(['leave.md', 'hr/travel.md', 'ops/readme.md', 'hr/readme.md', 'zh/请假.md']);
  expect(find('leave.md')).toEqual({ document: 'leave.md' });
  expect(find('travel.md')).toEqual({ document: 'hr/travel.md' });
  expect(find('./hr/travel.md ')).toEqual({ document: 'hr/travel.md' });
  expect(find('hr\\readme.md')).toEqual({ document: 'hr/readme.md' });
  expect(find('请假.md')).toEqual({ document: 'zh/请假.md' });
  expect(find('readme.md')).toEqual({ problem: 'ambiguous' });
  expect(find('nothing.md')).toEqual({ problem: 'unknown' });
  expect(documentNames(['a.md', 'sub/a.md'])('a.md')).toEqual({ document: 'a.md' });
});

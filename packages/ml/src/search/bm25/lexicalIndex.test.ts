import { describe, expect, it } from 'vitest';
import { recallAt1, xquad } from '../../testing/publicData.ts';
import { LexicalIndexBuilder } from './lexicalBuilder.ts';
import { bestOf, LexicalIndex } from './lexicalIndex.ts';
import type { LexicalOptions } from './options.ts';

const TEXTS = [
  'The Panthers defense gave up 308 points.',
  'Denver won Super Bowl 50 against Carolina.',
  '黑豹队的防守只丢了 308 分，在联赛中排名第六。',
  'A defense of poetry, and a defense of rhyme, and a defense.',
  '',
];
const indexOf = (texts: readonly string[], options?: LexicalOptions): LexicalIndex => {
  const builder = new LexicalIndexBuilder(undefined, options);
  for (const text of texts) builder.add(text);
  return builder.index();
};
const rowsFor = (index: LexicalIndex, query: string): number[] =>
  index.search(query, 10).map((hit) => hit.row);
const WORDS_ONLY: LexicalOptions = {
  fields: [{ family: { kind: 'words', from: 1, to: 1, stem: false }, weight: 1 }],
  k1: 0.9,
  b: 0.4,
};

describe('a word index', () => {
  it('ranks by the words of the question, inflected or misspelt, in both scripts', () => {
    const index = indexOf(TEXTS);
    expect(rowsFor(index, 'How many points did the Panthers defenses surrender?')[0]).toBe(0);
    expect(rowsFor(index, 'who won the superbowl')[0]).toBe(1);
    expect(rowsFor(index, 'Panhters')[0]).toBe(0);
    expect(rowsFor(index, '黑豹队丢了多少分？')).toEqual([2]);
  });

  it('scores BM25 as the share of what the query could reach', () => {
    const index = indexOf(['a b', 'a a c', 'd'], WORDS_ONLY);
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    const missing = Math.log(1 + (3 + 0.5) / 0.5);
    const tf = (count: number, length: number): number =>
      count / (count + 0.9 * (1 - 0.4 + (0.4 * length) / 2));
    const hits = index.search('a zebra', 10);
    expect(hits.map((hit) => hit.row)).toEqual([1, 0]);
    expect(hits[0]!.score).toBeCloseTo((idf * tf(2, 3)) / (idf + missing), 12);
    expect(hits[1]!.score).toBeCloseTo((idf * tf(1, 2)) / (idf + missing), 12);
  });

  it('keeps scores between 0 and 1 and gives nothing for a query that shares nothing', () => {
    const index = indexOf(TEXTS);
    for (const { score } of index.search(TEXTS[3]!, 10)) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
    }
    expect(index.search('qqq', 10)).toEqual([]);
    expect(index.search('', 10)).toEqual([]);
    expect(indexOf([]).search('anything', 10)).toEqual([]);
  });

  it('gives equal texts in the order of their rows, and at most k', () => {
    const index = indexOf(['same words', 'same words', 'same words']);
    expect(index.search('same words', 2).map((hit) => hit.row)).toEqual([0, 1]);
    expect(index.search('same words', 0)).toEqual([]);
  });

  it('has the same bytes however the texts were added and whether it was interrupted', () => {
    const whole = indexOf(TEXTS).encode();
    let builder = new LexicalIndexBuilder();
    for (const [at, text] of TEXTS.entries()) {
      expect(builder.add(text)).toBe(at);
      builder = new LexicalIndexBuilder(LexicalIndex.decode(builder.index().encode()));
      expect(builder.rows).toBe(at + 1);
    }
    expect(builder.index().encode()).toEqual(whole);
  });

  it('leaves an index alone that is grown', () => {
    const base = indexOf(TEXTS.slice(0, 2));
    const before = base.encode();
    const builder = new LexicalIndexBuilder(base);
    builder.add(TEXTS[2]!);
    expect(rowsFor(builder.index(), '黑豹队')).toEqual([2]);
    expect(base.encode()).toEqual(before);
  });

  it('searches the same after it was written and read', () => {
    const index = indexOf(TEXTS);
    const read = LexicalIndex.decode(index.encode());
    for (const query of ['defense', '308 points', '联赛排名'])
      expect(read.search(query, 5)).toEqual(index.search(query, 5));
  });

  it('refuses bytes that are no word index', () => {
    expect(() => LexicalIndex.decode(new Uint8Array(20))).toThrow('not a word index');
    const bytes = indexOf(TEXTS).encode();
    expect(() => LexicalIndex.decode(bytes.subarray(0, bytes.length - 4))).toThrow('cut short');
  });
});

it('keeps the k highest scores in order', () => {
  const scores = Float64Array.from({ length: 1000 }, (_, row) => ((row * 7919) % 1000) / 10);
  const expected = [...scores.keys()]
    .filter((row) => scores[row]! > 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
  for (const k of [1, 2, 7, 999, 5000])
    expect(bestOf(scores, k).map((hit) => hit.row)).toEqual(expected.slice(0, k));
});

describe.each([
  ['en', 0.945],
  ['zh', 0.945],
] as const)('on XQuAD-%s', (language, least) => {
  const data = xquad(language);
  it.skipIf(data === undefined)('finds the own paragraph of the questions first (public data needed)', () => {
    const index = indexOf(data!.paragraphs);
    expect(recallAt1(data!, (question) => index.search(question, 1))).toBeGreaterThan(least);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePostings } from './mergePostings.ts';
import { eachPosting, findTerm, NO_POSTINGS, type Occurrences, type Postings } from './postings.ts';
import { stableOrder } from './radixSort.ts';

const asRecord = (postings: Postings): Record<string, [number, number][]> =>
  Object.fromEntries(
    Array.from(postings.terms, (term, place) => {
      const list: [number, number][] = [];
      eachPosting(postings, place, (document, count) => list.push([document, count]));
      expect(list).toHaveLength(postings.documents[place]!);
      return [term, list];
    }),
  );

/** Documents as lists of [term, count] with distinct terms. */
const documents = fc.array(
  fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 300 })), {
    selector: ([term]) => term % 50,
    maxLength: 8,
  }),
  { maxLength: 30 },
);
const occurrences = (docs: [number, number][][], from: number, step: number): Occurrences => {
  const flat = docs.flatMap((doc, at) =>
    doc.map(([term, count]) => ({ term: term % 50, document: (from + at) * step, count })),
  );
  return {
    terms: Uint32Array.from(flat, ({ term }) => (term % 2 === 0 ? term : 0xffffffff - term)),
    documents: Uint32Array.from(flat, ({ document }) => document),
    counts: Uint32Array.from(flat, ({ count }) => count),
  };
};

it('keeps every occurrence, and gives the same bytes merged at once or in parts', () => {
  fc.assert(
    fc.property(documents, fc.nat(30), fc.constantFrom(1, 200, 70_000), (docs, cut, step) => {
      const all = mergePostings(NO_POSTINGS, occurrences(docs, 0, step));
      const first = mergePostings(NO_POSTINGS, occurrences(docs.slice(0, cut), 0, step));
      expect(mergePostings(first, occurrences(docs.slice(cut), Math.min(cut, docs.length), step))).toEqual(
        all,
      );
      const expected: Record<string, [number, number][]> = {};
      const { terms, documents: rows, counts } = occurrences(docs, 0, step);
      terms.forEach((term, at) => (expected[term] ??= []).push([rows[at]!, counts[at]!]));
      expect(asRecord(all)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

it('finds a term that is there and none that is not', () => {
  const postings = mergePostings(NO_POSTINGS, {
    terms: Uint32Array.of(5, 0xffffffff, 5),
    documents: Uint32Array.of(0, 0, 3),
    counts: Uint32Array.of(1, 1, 200),
  });
  expect(findTerm(postings, 5)).toBe(0);
  expect(findTerm(postings, 0xffffffff)).toBe(1);
  expect(findTerm(postings, 6)).toBe(-1);
  expect(findTerm(NO_POSTINGS, 6)).toBe(-1);
});

it('orders keys ascending and keeps equal keys in place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 0xffffffff }))),
      (keys) => {
        const expected = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || a - b);
        expect([...stableOrder(Uint32Array.from(keys))]).toEqual(expected);
      },
    ),
  );
});

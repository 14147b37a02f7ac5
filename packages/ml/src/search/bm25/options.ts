import type { Family } from '../../text/families.ts';

/** One way of reading a text, ranked by itself with BM25. */
export interface Field {
  readonly family: Family;
  /** Its share of the score; shares add up to 1. */
  readonly weight: number;
}

export interface LexicalOptions {
  readonly fields: readonly Field[];
  /** How soon a term that repeats stops counting. */
  readonly k1: number;
  /** How much a long document is held back, 0 to 1. */
  readonly b: number;
}

/**
 * Two readings, half each: stemmed words, and the letter 3- to 5-grams of words, which bring together what a stemmer
 * does not (names, compounds, typing errors, languages without a stemmer). Both read Chinese as characters and pairs of
 * characters (McNamee & Mayfield, "Character n-gram tokenization for European language text retrieval", 2004).
 *
 * k1 0.9 and b 0.4 are the values of Anserini and Pyserini for passages (Yang, Fang, Lin 2018); 1.2 and 0.75 rank a
 * little worse here. Nothing is fitted to XQuAD; recall@1 there (1,190 questions, 240 paragraphs), question frames
 * taken off:
 *
 *   |                           | en    | zh    |
 *   | plain BM25 on words       | 0.919 | 0.931 |
 *   | words, stemmed            | 0.939 | 0.944 |
 *   | letter n-grams            | 0.940 | 0.952 |
 *   | both                      | 0.951 | 0.950 |
 *   | both, k1 1.2 and b 0.75   | 0.950 | 0.950 |
 *
 * Tried and left out, since they helped one language and hurt the other: the best sentence of a document (en +0.005, zh
 * −0.006), neighbouring words as a third field (en +0.003, zh −0.003), character trigrams of Chinese (−0.012). No
 * positions need to be kept then.
 */
export const LEXICAL_DEFAULTS: LexicalOptions = {
  fields: [
    { family: { kind: 'words', from: 1, to: 1, stem: true }, weight: 0.5 },
    { family: { kind: 'chars', from: 3, to: 5 }, weight: 0.5 },
  ],
  k1: 0.9,
  b: 0.4,
};

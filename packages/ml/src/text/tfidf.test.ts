import { CLASSIFICATION_FEATURES } from './classificationFeatures.ts';
import { describe, expect, it } from 'vitest';
import { sparseDot, sparseNorm, sparseRow, stackSparse } from './sparse.ts';
import { decodeTfidf, encodeTfidf, fitTfidf, tfidfWidth, transformTfidf } from './tfidf.ts';

const TEXTS = ['my card has not arrived', 'the card was lost', 'transfer money abroad', '我的银行卡丢了'];
const words = { families: [{ kind: 'words', from: 1, to: 1, stem: true }] } as const;

describe('tf-idf', () => {
  it('weighs by (1 + ln tf)(1 + ln((1 + n)/(1 + df)))', () => {
    const model = fitTfidf(['a a b', 'a c'], words);
    const vector = transformTfidf(model, 'a a b');
    const a = (1 + Math.log(2)) * (1 + Math.log(3 / 3));
    const b = 1 + Math.log(3 / 2);
    const norm = Math.hypot(a, b);
    expect(vector.values.slice().sort()).toEqual(Float32Array.of(b / norm, a / norm).sort());
  });

  it('gives each family length 1, so all of them together √families', () => {
    const model = fitTfidf(TEXTS, { ...CLASSIFICATION_FEATURES, minTexts: 1, dimensions: 0 });
    expect(sparseNorm(transformTfidf(model, TEXTS[0]!))).toBeCloseTo(Math.sqrt(3), 5);
  });

  it('finds a text nearest to itself, in any script', () => {
    const model = fitTfidf(TEXTS, { ...CLASSIFICATION_FEATURES, minTexts: 1 });
    const rows = TEXTS.map((text) => transformTfidf(model, text));
    for (const [at, row] of rows.entries()) {
      const scores = rows.map((other) => sparseDot(row, other));
      expect(scores.indexOf(Math.max(...scores))).toBe(at);
    }
  });

  it('leaves out what is too rare and what it has never seen', () => {
    const model = fitTfidf(TEXTS, { ...words, minTexts: 2 });
    expect(tfidfWidth(model)).toBe(1);
    expect(transformTfidf(model, 'zebra').indices).toHaveLength(0);
    expect(transformTfidf(model, '').indices).toHaveLength(0);
  });

  it('folds into a fixed width and keeps inner products nearly', () => {
    const wide = fitTfidf(TEXTS, { ...CLASSIFICATION_FEATURES, minTexts: 1, dimensions: 0 });
    const folded = fitTfidf(TEXTS, { ...CLASSIFICATION_FEATURES, minTexts: 1, dimensions: 4096 });
    expect(tfidfWidth(folded)).toBe(4096);
    const product = (model: typeof wide): number =>
      sparseDot(transformTfidf(model, TEXTS[0]!), transformTfidf(model, TEXTS[1]!));
    expect(product(folded)).toBeCloseTo(product(wide), 1);
  });

  it('gives the same bytes for the same texts, and reads them back exactly', () => {
    const bytes = encodeTfidf(fitTfidf(TEXTS, CLASSIFICATION_FEATURES));
    expect(encodeTfidf(fitTfidf(TEXTS, CLASSIFICATION_FEATURES))).toEqual(bytes);
    const read = decodeTfidf(bytes);
    expect(encodeTfidf(read)).toEqual(bytes);
    expect(transformTfidf(read, TEXTS[1]!)).toEqual(
      transformTfidf(fitTfidf(TEXTS, CLASSIFICATION_FEATURES), TEXTS[1]!),
    );
  });

  it('reads bytes that lie at an odd place in a larger buffer', () => {
    const bytes = encodeTfidf(fitTfidf(TEXTS, words));
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(encodeTfidf(decodeTfidf(shifted.subarray(1)))).toEqual(bytes);
  });

  it('refuses bytes that are something else, of another version, or cut short', () => {
    const bytes = encodeTfidf(fitTfidf(TEXTS, words));
    expect(() => decodeTfidf(new Uint8Array(16))).toThrow('not a text feature model');
    expect(() => decodeTfidf(Uint8Array.from(bytes, (byte, at) => (at === 4 ? 9 : byte)))).toThrow(
      'format 9',
    );
    expect(() => decodeTfidf(bytes.subarray(0, bytes.length - 8))).toThrow('cut short');
    expect(() => decodeTfidf(bytes.subarray(0, 2))).toThrow('not a text feature model');
  });

  it('says that it needs texts', () => {
    expect(() => fitTfidf([], words)).toThrow('no text to learn');
  });
});

it('stacks sparse vectors into rows and gives them back', () => {
  const model = fitTfidf(TEXTS, words);
  const rows = TEXTS.map((text) => transformTfidf(model, text));
  const matrix = stackSparse(rows, tfidfWidth(model));
  expect(matrix.rows).toBe(TEXTS.length);
  rows.forEach((row, at) => expect(sparseRow(matrix, at)).toEqual(row));
});

import { describe, expect, it } from 'vitest';
import { recallAt1, xquad } from '../../testing/publicData.ts';
import { decodeLsa, embedLsa, encodeLsa, fitLsa, type LsaModel } from './lsa.ts';

const TEXTS = [
  'the doctor saw the patient in the hospital',
  'the physician saw the patient in the hospital',
  'a nurse and a doctor work in a hospital',
  'a nurse and a physician work in a hospital',
  'the car needs petrol and a driver',
  'the driver filled the car with petrol',
  '医生在医院看病人',
  '护士在医院工作',
];
const cosine = (model: LsaModel, a: string, b: string): number => {
  const right = embedLsa(model, b);
  return embedLsa(model, a).reduce((sum, value, at) => sum + value * right[at]!, 0);
};

describe('built-in embeddings', () => {
  it('bring words together that occur in the same surroundings', () => {
    const model = fitLsa(TEXTS, { dimensions: 3 });
    expect(cosine(model, 'physician', 'doctor')).toBeGreaterThan(0.9);
    expect(cosine(model, 'physician', 'petrol')).toBeLessThan(0.5);
    expect(cosine(model, '医生', '护士')).toBeGreaterThan(0.9);
  });

  it('have length 1, or are all zero for a text with nothing known', () => {
    const model = fitLsa(TEXTS);
    for (const text of TEXTS) expect(Math.hypot(...embedLsa(model, text))).toBeCloseTo(1, 5);
    expect([...embedLsa(model, '')]).toEqual(Array(model.dimensions).fill(0));
  });

  it('give the same bytes for the same texts, and the same vectors after reading them', () => {
    const model = fitLsa(TEXTS);
    const bytes = encodeLsa(model);
    expect(encodeLsa(fitLsa(TEXTS))).toEqual(bytes);
    const read = decodeLsa(bytes);
    for (const text of [...TEXTS, 'a new text about a hospital'])
      expect(embedLsa(read, text)).toEqual(embedLsa(model, text));
  });

  it('have no more dimensions than the texts have directions', () => {
    expect(fitLsa(TEXTS, { dimensions: 4 }).dimensions).toBe(4);
    expect(fitLsa(TEXTS).dimensions).toBe(8);
    expect(fitLsa(['same text', 'same text', 'same text']).dimensions).toBe(1);
    expect(fitLsa(['one']).dimensions).toBe(1);
  });

  it('learn from texts spread over a large collection', () => {
    const many = Array.from({ length: 500 }, (_, n) => TEXTS[n % 8]!);
    const model = fitLsa(many, { sample: 50 });
    expect(model.features.texts).toBe(50);
    expect(cosine(model, TEXTS[4]!, TEXTS[5]!)).toBeGreaterThan(cosine(model, TEXTS[4]!, TEXTS[0]!));
  });

  it('say what is missing when there is nothing to learn from', () => {
    expect(() => fitLsa([])).toThrow('no text to learn');
    expect(() => fitLsa(['', '…'])).toThrow('contain no words');
    expect(() => decodeLsa(new Uint8Array(12))).toThrow('not a built-in embedding model');
  });
});

describe.each([
  ['en', 0.87],
  ['zh', 0.87],
] as const)('on XQuAD-%s', (language, least) => {
  const data = xquad(language);
  it.skipIf(data === undefined)(
    'find the own paragraph of the questions by cosine (public data needed)',
    () => {
      const model = fitLsa(data!.paragraphs, { dimensions: 128 });
      const rows = data!.paragraphs.map((text) => embedLsa(model, text));
      const nearest = (question: string): { row: number }[] => {
        const query = embedLsa(model, question);
        const scores = rows.map((row) => row.reduce((sum, value, at) => sum + value * query[at]!, 0));
        return [{ row: scores.indexOf(Math.max(...scores)) }];
      };
      expect(recallAt1(data!, nearest)).toBeGreaterThan(least);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { RERANK_FEATURES, RERANK_WIDTH, RerankFeatures, fitTerms, type Candidate } from './rerankFeatures.ts';

const TEXTS = [
  'The card was sent by post and arrived after 12 days.',
  'A lost card is blocked at once. A new card costs nothing.',
  'Money sent abroad arrives within two days.',
  '银行卡丢失后请立即挂失，新卡十二天内寄到。',
];
const features = new RerankFeatures(fitTerms(TEXTS));

function of(question: string, texts: readonly string[], extra: Partial<Candidate> = {}) {
  const candidates = texts.map((text, at) => ({
    document: `${at}`,
    title: '',
    text,
    score: 1 / (at + 1),
    ...extra,
  }));
  const all = features.of(question, candidates);
  return texts.map((_, at) =>
    Object.fromEntries(RERANK_FEATURES.map((name, f) => [name, all[at * RERANK_WIDTH + f]!])),
  );
}

describe('RerankFeatures', () => {
  it('gives finite numbers between 0 and 1 for any text, in any script', () => {
    for (const question of ['When does the lost card arrive?', '银行卡丢了怎么办', '', '?!', 'zebra'])
      for (const row of of(question, [...TEXTS, '', '…']))
        for (const value of Object.values(row)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1.0001);
        }
  });

  it('sees that terms stand together', () => {
    const [together, apart] = of('new card', ['costs of a new card', 'card and costs of something new']);
    expect(together).toMatchObject({ words: 1, pairs: 1, phrase: 1 });
    expect(apart).toMatchObject({ words: 1, pairs: 0, phrase: 0.5 });
    const far = `new ${'x '.repeat(20)} card`;
    expect(of('new card', [far])[0]!.near).toBeLessThan(of('new card', [far])[0]!.close!);
  });

  it('sees what is missing, numbers and titles', () => {
    const [with12, without] = of('card after 12 days', ['a card after 12 days', 'a card after days']);
    expect(with12).toMatchObject({ missing: 0, numbers: 1, rarest: 1 });
    expect(without).toMatchObject({ numbers: 0 });
    expect(without!.missing).toBeGreaterThan(0);
    expect(of('lost card', ['x'], { title: 'Lost cards' })[0]).toMatchObject({ title: 1, words: 0 });
  });

  it('places scores between those of the candidates, and counts chunks of one document', () => {
    const rows = of('card', [TEXTS[0]!, TEXTS[1]!, TEXTS[2]!], { document: 'same' });
    expect(rows.map((row) => row.score_stretched)).toEqual([1, 0.25, 0]);
    expect(rows.map((row) => row.siblings)).toEqual([1, 1, 1]);
    expect(of('card', [TEXTS[0]!])[0]).toMatchObject({ score: 1, score_stretched: 1, rank: 1 });
  });
});

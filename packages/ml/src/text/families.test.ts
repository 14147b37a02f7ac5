import { describe, expect, it } from 'vitest';
import { countHashes, hashFeatures, type Family } from './families.ts';
import { runsOf } from './runs.ts';

const features = (text: string, family: Family): Uint32Array =>
  hashFeatures(runsOf(text), family).slice().sort();
const words = (from: number, to: number, stem = true): Family => ({ kind: 'words', from, to, stem });

describe('hashFeatures', () => {
  it('gives one feature per word and per sequence of words', () => {
    expect(features('one two three', words(1, 1))).toHaveLength(3);
    expect(features('one two three', words(1, 2))).toHaveLength(5);
    expect(features('one two three', words(2, 2))).toEqual(features('One  TWO, three', words(2, 2)));
  });

  it('tells the order of words apart in sequences, not in pairs', () => {
    expect(features('card lost', words(2, 2))).not.toEqual(features('lost card', words(2, 2)));
    expect(features('card lost', { kind: 'pairs' })).toEqual(features('lost card', { kind: 'pairs' }));
    expect(features('card card', { kind: 'pairs' })).toHaveLength(0);
  });

  it('joins inflections of a word when it stems', () => {
    expect(features('transferring', words(1, 1))).toEqual(features('transfers', words(1, 1)));
    expect(features('transferring', words(1, 1, false))).not.toEqual(
      features('transfers', words(1, 1, false)),
    );
  });

  it('marks the ends of words in character n-grams and keeps short words whole', () => {
    expect(features('card', { kind: 'chars', from: 3, to: 3 })).toHaveLength(4); // _ca car ard rd_
    expect(features('a', { kind: 'chars', from: 4, to: 5 })).toHaveLength(1);
  });

  it('gives characters and their neighbours in Chinese, a surrogate pair being one character', () => {
    expect(features('超级碗', words(1, 2))).toHaveLength(5);
    expect(features('超级碗', { kind: 'chars', from: 3, to: 5 })).toHaveLength(5);
    expect(features('𠀀𠀁', words(1, 1))).toHaveLength(3);
  });

  it('limits pairs to near words, so a long text costs no square', () => {
    const text = Array.from({ length: 2000 }, (_, n) => `w${n}`).join(' ');
    expect(hashFeatures(runsOf(text), { kind: 'pairs' }).length).toBeLessThanOrEqual(2000 * 16);
  });
});

it('counts repeated hashes once, ascending', () => {
  expect(countHashes(Uint32Array.of(9, 4_000_000_000, 9, 1))).toEqual({
    hashes: Uint32Array.of(1, 9, 4_000_000_000),
    counts: Uint32Array.of(1, 2, 1),
  });
});

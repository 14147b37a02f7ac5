import { expect, it } from 'vitest';
import { wireLabel } from './wireLabel.ts';

const words = '199 rows';
const number = '199';

it('says rows where there is room for the word', () => {
  expect(wireLabel({ gap: 72, scale: 1, words, number })).toBe('words');
});

it('says only how many where there is less, as when type grows', () => {
  expect(wireLabel({ gap: 72, scale: 2, words, number })).toBe('number');
});

it('says nothing rather than covering ports or cells', () => {
  expect(wireLabel({ gap: 72, scale: 4, words, number })).toBe('none');
  expect(wireLabel({ gap: -300, scale: 1, words, number })).toBe('none');
});

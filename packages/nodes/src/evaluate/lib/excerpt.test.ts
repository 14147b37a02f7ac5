import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test('keeps a short text, cuts a long one and tears no character', () => {
  expect(excerpt('short', 5)).toBe('short');
  expect(excerpt('longer text', 7)).toBe('longer…');
  expect(excerpt('ab😀cd', 4)).toBe('ab…');
  expect(excerpt('ab😀cd', 5)).toBe('ab😀…');
});

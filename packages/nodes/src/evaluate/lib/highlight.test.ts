import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

const marked = (passage: string, question: string) =>
  highlight(passage, question)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('');

test('words of the question are marked without case and from their beginning', () => {
  expect(marked('A Checkpoint belongs to the key, not to the run.', 'What does a check belong to?')).toBe(
    'A [Checkpoint] [belongs] to the key, not to the run.',
  );
});

test('short words, and words inside of others, are not', () => {
  expect(marked('The cat is in the concatenation.', 'the cat is')).toBe('The cat is in the concatenation.');
});

test('Chinese is marked by pairs of characters', () => {
  expect(marked('步骤的检查点属于键。', '检查点是什么？')).toBe('步骤的[检查]点属于键。');
  expect(marked('没有相同的内容', '检查点')).toBe('没有相同的内容');
});

test('the pieces are the passage, whatever the question is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (passage, question) => {
      expect(
        highlight(passage, question)
          .map(({ text }) => text)
          .join(''),
      ).toBe(passage);
    }),
  );
});

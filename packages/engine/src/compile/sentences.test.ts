import { expect, test } from 'vitest';
import { waitingText, type WaitingReason } from '../observe/waiting.ts';
import type { StepReason } from './reasons.ts';
import { reasonText } from './sentences.ts';

const reasons: StepReason[] = [
  { because: 'result' },
  { because: 'follows', upstream: ['a', 'b'] },
  { because: 'forced' },
  { because: 'effect' },
  { because: 'first' },
  { because: 'gone' },
  { because: 'skipped', of: 'a' },
  {
    because: 'changed',
    changes: [
      { what: 'param', name: 'size', before: undefined, after: 5 },
      { what: 'input', name: 'rows', before: [], after: ['0123456789abcdef'] },
      { what: 'code version', before: 1, after: 2 },
      { what: 'seed', before: 1, after: 2 },
      { what: 'node type', before: 'a', after: 'b' },
      { what: 'outside files', before: undefined, after: '0123456789abcdef' },
    ],
  },
];
const waits: WaitingReason[] = [
  { because: 'upstream', nodes: ['a', 'b', 'c', 'd', 'e'] },
  { because: 'lookup' },
  { because: 'shards', done: 1, total: 3 },
  { because: 'saved' },
  { because: 'question' },
  { because: 'run-paused' },
  { because: 'retry', seconds: 3, after: 'no luck' },
  { because: 'no-worker', queue: 'weft-gpu' },
  { because: 'no-slot', busy: 2, slots: 2 },
  { because: 'soon' },
];

test('every reason has a sentence in both languages', () => {
  for (const { en, zh } of [...reasons.map(reasonText), ...waits.map(waitingText)]) {
    expect(en).toMatch(/^[a-z]/);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).not.toMatch(/undefined|[\u4e00-\u9fff]/);
    expect(zh).not.toMatch(/undefined/);
  }
});

test('changes are named with what was and what is, long values shortened', () => {
  const { en, zh } = reasonText(reasons.at(-1)!);
  expect(en).toBe(
    'param size: unset → 5; input rows: nothing → 01234567; code version: 1 → 2; seed: 1 → 2; node type: a → b; files: none → 01234567',
  );
  expect(zh).toContain('参数 size：未设置 → 5；输入 rows：无 → 01234567');
  const long = reasonText({
    because: 'changed',
    changes: [{ what: 'param', name: 'text', before: 'x'.repeat(500), after: '' }],
  });
  expect(long.en.length).toBeLessThan(100);
});

test('names three steps and counts the rest', () => {
  expect(waitingText(waits[0]!)).toEqual({
    en: 'waits for a, b, c and 2 more',
    zh: '等待 a、b、c 等 5 个步骤',
  });
});

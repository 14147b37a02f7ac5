import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Span } from './span.ts';
import { MEASURES } from './measure.ts';
import { DEFAULT_LEVELS } from './separators.ts';
import { splitMarkdown } from './splitMarkdown.ts';
import { splitRecursive } from './splitRecursive.ts';
import { splitSentences } from './splitSentences.ts';

/** Pieces that meet badly: marks that join, halves of pairs, line ends of every kind, Markdown that never closes. */
const PIECES = [
  [
    'a',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\t',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u3000',
    '\u00a0',
    '\ufeff',
    '\0',
  ],
  ['\u0301', '\u200d', '\ufe0f', '\u0903', '\u0600', '\u{110bd}', '\u094d', 'क', 'ष', '\u3099', '\uff9e'],
  ['👩‍👩‍👧‍👦', '🇦', '🇧', '👍🏽', '❤️', '\ud83d', '\udc00', '한', '\u1100', '\u1161', '𠮷', '字', 'か'],
  ['.', '。', '！', '？', '；', '…', '……', '”', '’', '"', '）', 'Dr.', 'e.g. ', '3.14', 'A', ', ', '，'],
  ['# ', '## x\n', '```\n', '~~~~', '| a | b |\n', '|---|---|\n', '---\n', '===\n', '- ', '1. ', '> ', '\\'],
].flat();
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 120,
  })
  .map((parts) => parts.join(''));

const sizes = fc.record({
  size: fc.integer({ min: 1, max: 60 }),
  part: fc.double({ min: 0, max: 0.5, noNaN: true }),
  unit: fc.constantFrom('characters' as const, 'tokens' as const),
});

const SPLITTERS: Record<
  string,
  (text: string, size: number, overlap: number, unit: keyof typeof MEASURES) => Span[]
> = {
  recursive: (text, size, overlap, unit) =>
    splitRecursive(text, { size, overlap, measure: MEASURES[unit], levels: DEFAULT_LEVELS }),
  'recursive (headings anywhere)': (text, size, overlap, unit) =>
    splitRecursive(text, {
      size,
      overlap,
      measure: MEASURES[unit],
      levels: DEFAULT_LEVELS,
      headings: [0, 1, 5, 9, 10, 20, 33, 60],
    }),
  markdown: (text, size, overlap, unit) =>
    splitMarkdown(text, { size, overlap, measure: MEASURES[unit], levels: DEFAULT_LEVELS }),
  'markdown with given headings': (text, size, overlap, unit) =>
    splitMarkdown(text, { size, overlap, measure: MEASURES[unit], levels: DEFAULT_LEVELS }, [
      { level: 1, text: 'one', offset: 3 },
      { level: 2, text: 'two', offset: 4 },
      { level: 2, text: 'three', offset: 40 },
    ]),
  sentences: (text, size, overlap, unit) =>
    splitSentences(text, {
      size,
      overlap: overlap % 3,
      sentences: size % 4,
      measure: MEASURES[unit],
      levels: DEFAULT_LEVELS,
    }),
};

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const cutsOf = (text: string): Set<number> => {
  const cuts = new Set([text.length]);
  for (const { index } of graphemes.segment(text)) cuts.add(index);
  return cuts;
};

describe.each(Object.keys(SPLITTERS))('%s splitting of hostile text', (name) => {
  const split = SPLITTERS[name]!;

  test('gives the source back when the cores are joined, and never cuts inside a character', () => {
    fc.assert(
      fc.property(hostileText, sizes, (text, { size, part, unit }) => {
        const spans = split(text, size, Math.floor(size * part), unit);
        expect(spans.map(({ core, end }) => text.slice(core, end)).join('')).toBe(text);
        const cuts = cutsOf(text);
        let before = 0;
        for (const { start, core, end } of spans) {
          expect(core).toBe(before);
          expect(start).toBeLessThanOrEqual(core);
          expect(end).toBeGreaterThan(core);
          expect([start, core, end].filter((at) => !cuts.has(at))).toEqual([]);
          before = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('keeps every chunk within its size unless one character alone is larger', () => {
    fc.assert(
      fc.property(hostileText, sizes, (text, { size, part, unit }) => {
        for (const { start, core, end } of split(text, size, Math.floor(size * part), unit)) {
          const chunk = text.slice(start, end);
          if (MEASURES[unit].size(chunk) <= size) continue;
          expect([...graphemes.segment(text.slice(core, end))]).toHaveLength(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

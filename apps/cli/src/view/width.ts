import { stripVTControlCharacters } from 'node:util';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Code points that terminals draw two cells wide (the W and F ranges of Unicode's East Asian Width, and emoji). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const PLAIN = /^[\u0020-\u007e]*$/;

function cells(grapheme: string): number {
  const point = grapheme.codePointAt(0)!;
  return WIDE.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}

/** Cells a text takes in a terminal; colours take none. */
export function width(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (PLAIN.test(plain)) return plain.length;
  let total = 0;
  for (const { segment } of segmenter.segment(plain)) total += cells(segment);
  return total;
}

/** The text cut to `max` cells, with an ellipsis where something is missing. It must hold no colours. */
export function clip(text: string, max: number): string {
  if (width(text) <= max) return text;
  let out = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = cells(segment);
    if (used + next > max - 1) break;
    out += segment;
    used += next;
  }
  return max > 0 ? `${out}…` : '';
}

export const padEnd = (text: string, cellCount: number): string =>
  text + ' '.repeat(Math.max(0, cellCount - width(text)));
export const padStart = (text: string, cellCount: number): string =>
  ' '.repeat(Math.max(0, cellCount - width(text))) + text;

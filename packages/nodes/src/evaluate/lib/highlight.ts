/** A piece of a passage; `hit` when it is what the question asks for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Shorter words ("the", "how") stand in every passage and say nothing. */
const SHORTEST = 4;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Cuts a passage where words of the question begin and end, so that one sees at a glance why it was found. Words are
 * compared without case and from their beginning ("check" finds "checkpoint"); of a language without spaces, pairs of
 * characters are.
 */
export function highlight(passage: string, question: string): Piece[] {
  const pattern = patternOf(question);
  if (pattern === null) return [{ text: passage, hit: false }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, 0: text } of passage.matchAll(pattern)) {
    if (index > at) pieces.push({ text: passage.slice(at, index), hit: false });
    pieces.push({ text, hit: true });
    at = index + text.length;
  }
  if (at < passage.length) pieces.push({ text: passage.slice(at), hit: false });
  return pieces;
}

/** Letters and digits only, so nothing has to be escaped. */
function patternOf(question: string): RegExp | null {
  const words = new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const spaced = [...words].filter((word) => !UNSPACED.test(word) && word.length >= SHORTEST);
  const unspaced = [...words].filter((word) => UNSPACED.test(word)).flatMap(pairs);
  const parts = [
    ...(spaced.length === 0 ? [] : [`(?<![\\p{L}\\p{N}])(?:${spaced.join('|')})[\\p{L}\\p{N}]*`]),
    ...(unspaced.length === 0 ? [] : [`(?:${unspaced.join('|')})`]),
  ];
  return parts.length === 0 ? null : new RegExp(parts.join('|'), 'giu');
}

function pairs(word: string): string[] {
  const letters = Array.from(word);
  return letters.slice(1).map((letter, i) => letters[i]! + letter);
}

import type { Span } from './span.ts';
import type { SplitOptions } from './splitRecursive.ts';
import { cutAtOrBefore } from './graphemes.ts';
import { sentenceEnds } from './sentenceEnds.ts';
import { separatorFinder } from './separators.ts';
import { splitRange } from './splitRecursive.ts';

export interface SentenceOptions extends Omit<SplitOptions, 'overlap'> {
  /** Most sentences in a chunk, repeated ones included; 0 = as many as fit. */
  readonly sentences: number;
  /** Sentences a chunk repeats of the one before it, as far as they leave room for a new one. */
  readonly overlap: number;
}

/**
 * Packs whole sentences into chunks of at most `size`. A sentence larger than that is cut as
 * {@link splitRange} cuts, alone, and is not repeated.
 */
export function splitSentences(text: string, options: SentenceOptions): Span[] {
  const { measure, size } = options;
  const finder = separatorFinder(text, options.levels);
  const ends = wholeCharacters(text, sentenceEnds(text));
  const startOf = (sentence: number): number => (sentence === 0 ? 0 : ends[sentence - 1]!);
  const headings = new Set(options.headings);
  const spans: Span[] = [];
  /** The first sentence no chunk holds yet, and the first the next overlap may repeat. */
  let next = 0;
  let repeatable = 0;
  while (next < ends.length) {
    const core = startOf(next);
    const most = options.sentences === 0 ? Infinity : options.sentences;
    let first = Math.max(repeatable, next - Math.min(options.overlap, most - 1));
    // The new sentence comes first: what is repeated makes room for it.
    while (first < next && measure.reach(text, startOf(first), size, ends[next]!) < ends[next]!) first++;
    const start = startOf(first);
    const reach = measure.reach(text, start, size, text.length);
    if (reach < ends[next]!) {
      const range = { start: core, end: ends[next]! };
      spans.push(...splitRange(text, range, { ...options, overlap: 0 }, finder));
      next++;
      repeatable = next;
      continue;
    }
    const fresh = next;
    while (next < ends.length && ends[next]! <= reach && next - first < most) next++;
    // A heading announces what follows: a chunk does not end with one unless it is all there is.
    while (next < ends.length && next - 1 > fresh && headings.has(startOf(next - 1))) next--;
    spans.push({ start, core, end: startOf(next) });
  }
  return spans;
}

/** A sentence mark with a combining mark on it is one character: its sentence ends before or behind it, not inside. */
function wholeCharacters(text: string, ends: readonly number[]): number[] {
  const cuts: number[] = [];
  let last = 0;
  for (const end of ends) {
    const cut = end === text.length ? end : cutAtOrBefore(text, end, last);
    if (cut > last) cuts.push(cut);
    last = cut;
  }
  return cuts;
}

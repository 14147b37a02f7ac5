import type { Measure } from './measure.ts';
import type { Range, Span } from './span.ts';
import type { SeparatorFinder, SeparatorLevels } from './separators.ts';
import { cutAtOrAfter, cutAtOrBefore } from './graphemes.ts';
import { separatorFinder } from './separators.ts';

export interface SplitOptions {
  /** Largest size of a chunk, overlap included, as `measure` counts; at least 1. */
  readonly size: number;
  /** Largest size of what a chunk repeats of the one before it; at most half of `size`. */
  readonly overlap: number;
  readonly measure: Measure;
  readonly levels: SeparatorLevels;
  /** Where the text's headings start, rising; a chunk does not end with one. */
  readonly headings?: readonly number[];
}

/**
 * A cut in the first quarter of the window is passed over for a weaker separator further on: a title alone on
 * its line then stays with the text it announces, where cutting at the strongest separator found would leave
 * it as a chunk of its own, which finds nothing.
 */
const LEAST_FILL = 0.25;

/**
 * Cuts a text into chunks at the strongest separator that fits.
 *
 * Takes the largest window that fits, cuts behind the last of the strongest separators in it, and goes on from
 * there. Where there is none, cuts between characters; only a single character larger than `size` makes a
 * chunk larger than `size`. This gives what recursive splitting gives (a paragraph is kept whole if it can be,
 * else its lines, else its sentences ...) in one forward pass: no list of pieces per level, no merging, time
 * linear in the text.
 */
export function splitRecursive(text: string, options: SplitOptions): Span[] {
  return splitRange(text, { start: 0, end: text.length }, options, separatorFinder(text, options.levels));
}

/** Like {@link splitRecursive} for one range of a text; ranges given to one finder must move forward. */
export function splitRange(
  text: string,
  range: Range,
  options: SplitOptions,
  finder: SeparatorFinder,
): Span[] {
  const spans: Span[] = [];
  let core = range.start;
  while (core < range.end) {
    const start = core === range.start ? core : overlapStart(text, spans, options, finder);
    const cut = chunkEnd(text, { start, core, limit: range.end }, options, finder);
    const end = cut === range.end ? cut : beforeHeadings(text, { start: core, end: cut }, options.headings);
    spans.push({ start, core, end });
    core = end;
  }
  return spans;
}

/**
 * Where the chunk that holds text[at.start, ...) should end; always after `at.core` and at most `at.limit`.
 */
export function chunkEnd(
  text: string,
  at: { start: number; core: number; limit: number },
  options: SplitOptions,
  finder: SeparatorFinder,
): number {
  const { core, limit } = at;
  const reach = options.measure.reach(text, at.start, options.size, limit);
  if (reach === limit) return limit;
  if (reach <= core) return Math.min(limit, cutAtOrAfter(text, core + 1, core));
  let end = finder.last(core + Math.floor((reach - core) * LEAST_FILL), reach);
  if (end === -1) end = finder.last(core, reach);
  if (end === -1) end = reach;
  end = cutAtOrBefore(text, end, core);
  return end > core ? end : Math.min(limit, cutAtOrAfter(text, core + 1, core));
}

/**
 * Where the chunk that follows `spans` should start: in the text they cover, or at its end when nothing is
 * repeated. `spans` holds at least one span; no overlap reaches back past the first.
 */
export function overlapStart(
  text: string,
  spans: readonly Span[],
  options: SplitOptions,
  finder: SeparatorFinder,
): number {
  const { end } = spans.at(-1)!;
  if (options.overlap === 0) return end;
  const from = options.measure.reachBack(text, end, options.overlap, spans[0]!.core);
  // Every core is a cut, and the nearest one keeps the search for another cut inside one chunk.
  let near = spans.length - 1;
  while (spans[near]!.core > from) near--;
  // A whole sentence is worth repeating, half a word is not; but not at the price of most of the overlap.
  const found = finder.first(from, from + Math.ceil((end - from) / 2));
  return cutAtOrAfter(text, found === -1 ? from : found, spans[near]!.core);
}

/**
 * A cut in front of the headings a chunk would end with: they announce what follows. The cut stays where it is when
 * moving it would leave too little.
 */
function beforeHeadings(text: string, chunk: Range, headings: readonly number[] = []): number {
  let end = chunk.end;
  for (let i = firstAtOrAfter(headings, chunk.end) - 1; i >= 0; i--) {
    const heading = headings[i]!;
    if (heading <= chunk.start + (chunk.end - chunk.start) * LEAST_FILL) break;
    const line = text.slice(heading, end).indexOf('\n');
    if (line !== -1 && text.slice(heading + line, end).trim() !== '') break;
    end = heading;
  }
  const cut = cutAtOrBefore(text, end, chunk.start);
  return cut > chunk.start ? cut : chunk.end;
}

/** Index of the first of rising numbers that is at least `least`. */
function firstAtOrAfter(rising: readonly number[], least: number): number {
  let from = 0;
  let to = rising.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rising[middle]! < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Where a text may be cut without tearing a character apart.
 *
 * A user-perceived character (grapheme cluster, UAX #29) can be many UTF-16 units: a surrogate pair, a letter
 * with combining marks, a family emoji, CR LF. `Intl.Segmenter` knows them all, but segmenting a whole text
 * with it runs at about 1 MB/s, a thousandth of the speed of the splitter. So:
 *
 * - Most cuts fall between two characters that can never join ("simple" on the right, not a prepending mark on
 *   the left): two table look-ups decide.
 * - Otherwise walk back to the nearest such place, or to `floor`, which the caller knows to be a cut, and
 *   segment only from there. The walk never leaves the chunk being made, so the total stays linear even on
 *   a text that is one endless run of flags or combining marks.
 */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Ranges of BMP code units that never attach to what stands before them (Grapheme_Cluster_Break = Other or
 * Control), from GraphemeBreakProperty.txt of Unicode 16. Only has to be right, not complete: what is missing
 * takes the slow path.
 */
const SIMPLE_RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0xff], // ASCII and Latin-1
  [0x100, 0x2ff], // Latin Extended, IPA
  [0x370, 0x482], // Greek, Cyrillic
  [0x48a, 0x590],
  [0x620, 0x64a], // Arabic letters
  [0x2010, 0x2027], // dashes, quotation marks, ellipsis
  [0x3000, 0x3029], // CJK punctuation (the tone marks 302A..302F attach)
  [0x3031, 0x303c],
  [0x3041, 0x3096], // kana (the voicing marks 3099, 309A attach)
  [0x309b, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xff01, 0xff9d], // full-width forms (FF9E and FF9F attach)
];

const SIMPLE = new Uint8Array(0x10000);
for (const [first, last] of SIMPLE_RANGES) SIMPLE.fill(1, first, last + 1);

/** Grapheme_Cluster_Break = Prepend in the BMP: these hold on to whatever follows them. */
function isPrepend(unit: number): boolean {
  if (unit < 0x600 || unit > 0xd4e) return false;
  return (
    unit <= 0x605 ||
    unit === 0x6dd ||
    unit === 0x70f ||
    unit === 0x890 ||
    unit === 0x891 ||
    unit === 0x8e2 ||
    unit === 0xd4e
  );
}

/** True when `index` is a cut whatever surrounds the two units beside it; false means "not known". */
function isPlainCut(text: string, index: number): boolean {
  const right = text.charCodeAt(index);
  if (SIMPLE[right] !== 1) return false;
  const left = text.charCodeAt(index - 1);
  // Prepending marks exist in the supplementary planes too, so a surrogate on the left is not plain.
  if (left >= 0xd800 && left <= 0xdfff) return false;
  if (left === 0x0d && right === 0x0a) return false;
  return !isPrepend(left);
}

/** The cluster around `index`, found from `from`, a place known to be a cut. */
function clusterAround(text: string, index: number, from: number): { start: number; end: number } {
  for (let ahead = 64; ; ahead *= 4) {
    const stop = Math.min(text.length, index + ahead);
    let start = from;
    for (const { index: at, segment } of segmenter.segment(text.slice(from, stop))) {
      start = from + at;
      const end = start + segment.length;
      if (end <= index) continue;
      // A cluster that reaches the end of the window may go on behind it: look further ahead.
      if (end === stop && stop < text.length) break;
      return { start, end };
    }
    if (stop === text.length) return { start, end: stop };
  }
}

function lastPlainCut(text: string, index: number, floor: number): number {
  let at = index;
  while (at > floor && !isPlainCut(text, at)) at--;
  return at;
}

/**
 * The last cut at or before `index`.
 *
 * @param floor a place known to be a cut (a chunk start, or 0), at most `index`; the answer is never before it
 */
export function cutAtOrBefore(text: string, index: number, floor: number): number {
  if (index <= floor) return floor;
  if (index >= text.length || isPlainCut(text, index)) return Math.min(index, text.length);
  const from = lastPlainCut(text, index, floor);
  return clusterAround(text, index, from).start;
}

/** The first cut at or after `index`; `floor` as in {@link cutAtOrBefore}. */
export function cutAtOrAfter(text: string, index: number, floor: number): number {
  if (index <= floor) return floor;
  if (index >= text.length || isPlainCut(text, index)) return Math.min(index, text.length);
  const from = lastPlainCut(text, index, floor);
  const cluster = clusterAround(text, index, from);
  return cluster.start === index ? index : cluster.end;
}

/**
 * How well a text answers what was typed: 0 not at all, higher is better. Every word of the query has to be found, as the
 * beginning of a word, anywhere inside one, or letter by letter in order; the earlier and the tighter, the better. Han
 * text has no spaces, so there "inside" is the usual case and counts like a beginning.
 */
export function scoreText(text: string, query: string): number {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const inside = text.toLocaleLowerCase();
  let total = 0;
  for (const word of words) {
    const score = scoreWord(inside, word);
    if (score === 0) return 0;
    total += score;
  }
  return total / words.length;
}

const HAN = /\p{Script=Han}/u;

function scoreWord(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? 1 : 0.9;
  const atWord = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'u').exec(text);
  if (atWord !== null) return 0.8 - near(atWord.index);
  if (at > 0) return (HAN.test(word) ? 0.75 : 0.5) - near(at);
  return scattered(text, word);
}

/** Letters in order, at least two of them at the beginnings of words: "rfs" finds "Run from selection". */
function scattered(text: string, word: string): number {
  if (word.length < 2 || word.length > 12) return 0;
  let from = 0;
  let beginnings = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at === -1) return 0;
    if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]!)) beginnings += 1;
    from = at + 1;
  }
  return beginnings >= 2 ? 0.2 + (0.1 * beginnings) / word.length : 0;
}

const near = (at: number): number => Math.min(0.15, at / 400);
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

export interface Rankable {
  readonly title: string;
  readonly keywords?: readonly string[] | undefined;
}

/** What answers the query, best first; equals keep the order they came in. Found by a keyword counts less than by title. */
export function rank<T extends Rankable>(items: readonly T[], query: string): readonly T[] {
  if (query.trim() === '') return items;
  return items
    .map((item) => ({ item, score: scoreOf(item, query) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

const scoreOf = ({ title, keywords = [] }: Rankable, query: string): number =>
  Math.max(scoreText(title, query), ...keywords.map((keyword) => 0.6 * scoreText(keyword, query)));

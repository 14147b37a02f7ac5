import { combineHashes, murmur3 } from './murmur3.ts';
import { porterStem } from './porterStemmer.ts';
import type { Run } from './runs.ts';

/**
 * A family of features of a text. Runs in scripts without spaces give their character uni- and bigrams in `words` and
 * `chars` alike, whatever the lengths: that is the usual unit for Chinese, and trigrams made retrieval worse
 * (XQuAD-zh recall@1 0.934 → 0.923).
 *
 * - `words`  sequences of `from` to `to` neighbouring words, stemmed if asked.
 * - `chars`  `from` to `to` neighbouring letters of one word, its ends marked; a word shorter than that whole.
 * - `pairs`  two different stemmed words at most 16 apart, in either order: what a linear model needs to see that
 *            "card" means something else beside "lost" than beside "arrive".
 */
export type Family =
  | { readonly kind: 'words'; readonly from: number; readonly to: number; readonly stem: boolean }
  | { readonly kind: 'chars'; readonly from: number; readonly to: number }
  | { readonly kind: 'pairs' };

const SEED = { words: 0x1b0a3c5d, chars: 0x2f6e2b1a, pairs: 0x3d4d51cb } as const;
const PAIR_WINDOW = 16;

/**
 * The features of a text as 32-bit hashes, repeated as often as they occur, in no useful order. Two of a million
 * distinct features share a hash with a chance of 1 in 4,300 each, which is far below what any learner or ranking
 * notices, and it saves storing every n-gram as a string.
 */
export function hashFeatures(runs: readonly Run[], family: Family): Uint32Array {
  const hashes = new HashList(runs.length * 4);
  if (family.kind === 'words') addWords(runs, family, hashes);
  else if (family.kind === 'chars') for (const run of runs) addChars(run, family, hashes);
  else addPairs(runs, hashes);
  return hashes.take();
}

/** Distinct hashes ascending, and how often each occurs. Sorts `hashes` in place. */
export function countHashes(hashes: Uint32Array): { hashes: Uint32Array; counts: Uint32Array } {
  hashes.sort();
  const distinct = new Uint32Array(hashes.length);
  const counts = new Uint32Array(hashes.length);
  let size = 0;
  for (const hash of hashes) {
    if (size > 0 && distinct[size - 1] === hash) counts[size - 1]!++;
    else {
      distinct[size] = hash;
      counts[size++] = 1;
    }
  }
  return { hashes: distinct.subarray(0, size), counts: counts.subarray(0, size) };
}

function addWords(
  runs: readonly Run[],
  family: { from: number; to: number; stem: boolean },
  into: HashList,
): void {
  let stretch: number[] = [];
  const flush = (): void => {
    for (let first = 0; first < stretch.length; first++) {
      let hash = stretch[first]!;
      for (let length = 1; length <= family.to && first + length <= stretch.length; length++) {
        if (length > 1) hash = combineHashes(hash, stretch[first + length - 1]!);
        if (length >= family.from) into.push(hash);
      }
    }
    stretch = [];
  };
  for (const run of runs) {
    if (run.unspaced) {
      flush();
      addCharacterBigrams(run.text, SEED.words, into);
    } else stretch.push(murmur3(family.stem ? porterStem(run.text) : run.text, SEED.words));
  }
  flush();
}

function addChars(run: Run, family: { from: number; to: number }, into: HashList): void {
  if (run.unspaced) {
    addCharacterBigrams(run.text, SEED.chars, into);
    return;
  }
  // A space cannot occur inside a run, so it marks the ends: " car" begins a word, "car" may be inside one.
  const word = ` ${run.text} `;
  if (word.length < family.from) into.push(murmur3(word, SEED.chars));
  for (let length = family.from; length <= family.to; length++)
    for (let first = 0; first + length <= word.length; first++)
      into.push(murmur3(word, SEED.chars, first, first + length));
}

function addCharacterBigrams(text: string, seed: number, into: HashList): void {
  let previous = -1;
  for (let at = 0; at < text.length;) {
    const next = at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
    into.push(murmur3(text, seed, at, next));
    if (previous >= 0) into.push(murmur3(text, seed, previous, next));
    previous = at;
    at = next;
  }
}

function addPairs(runs: readonly Run[], into: HashList): void {
  const words = runs.filter((run) => !run.unspaced).map((run) => murmur3(porterStem(run.text), SEED.pairs));
  const seen = new Set<number>();
  for (let first = 0; first < words.length; first++)
    for (let second = first + 1; second < words.length && second <= first + PAIR_WINDOW; second++) {
      const a = words[first]!;
      const b = words[second]!;
      if (a === b) continue;
      const hash = a < b ? combineHashes(a, b) : combineHashes(b, a);
      if (seen.has(hash)) continue;
      seen.add(hash);
      into.push(hash);
    }
}

/** A list of 32-bit numbers that grows; plain arrays box numbers above 2^31. */
class HashList {
  #items: Uint32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#items = new Uint32Array(Math.max(64, capacity));
  }

  push(hash: number): void {
    if (this.#size === this.#items.length) {
      const larger = new Uint32Array(this.#size * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#size++] = hash;
  }

  take(): Uint32Array {
    return this.#items.subarray(0, this.#size);
  }
}

import { withoutQuestionFrame } from '../text/questionFrame.ts';
import { hashFeatures, type Family } from '../text/families.ts';
import { runsOf, type Run } from '../text/runs.ts';
import { decodeTfidf, encodeTfidf, fitTfidf, type TfidfModel } from '../text/tfidf.ts';

/** What is known of a candidate before its words are looked at. */
export interface Candidate {
  readonly document: string;
  readonly title: string;
  readonly text: string;
  /** Of the index: higher is better. */
  readonly score: number;
}

/**
 * How well a question and a candidate go together, in numbers a small net can weigh. Each is 0 to 1 or nearly so, none
 * knows a language, and none is the identity of a document, so what is learned carries over to documents never seen.
 * All "coverage" is the share of the question's terms that the candidate has, each counting its idf.
 */
export const RERANK_FEATURES = [
  'score', // of the index, as a share of the best candidate's
  'score_stretched', // 0 for the last candidate, 1 for the first
  'rank', // 1 / (1 + place)
  'words', // coverage by words
  'words_plain', // the same, every word counting the same
  'letters', // coverage by letter n-grams: names, compounds, typing errors
  'near', // best coverage within any stretch of 12 terms
  'close', // best coverage within any stretch of 40 terms
  'pairs', // share of the question's neighbouring terms that are neighbours here too
  'phrase', // longest stretch of the question that occurs whole, as a share of it
  'frequency', // coverage with terms counting more when they repeat (BM25's saturation, k1 0.9)
  'rarest', // whether the term with the highest idf occurs
  'missing', // highest idf among terms that do not occur, as a share of the highest
  'numbers', // share of the question's terms with digits that occur; 1 without any
  'title', // coverage by the title
  'position', // where the best stretch begins, 0 at the start
  'length', // ln(1 + terms) / 10
  'siblings', // share of the other candidates that are of the same document
] as const;
export const RERANK_WIDTH = RERANK_FEATURES.length;

const WORDS: Family = { kind: 'words', from: 1, to: 1, stem: true };
const LETTERS: Family = { kind: 'chars', from: 3, to: 5 };
const [NEAR, CLOSE] = [12, 40];
const SATURATION = 0.9;

/** Idf of words and letter n-grams over the texts of an index. Terms in one text are left out: they get the highest. */
export const fitTerms = (texts: Iterable<string>): Uint8Array =>
  encodeTfidf(fitTfidf(texts, { families: [WORDS, LETTERS], minTexts: 2 }));

/** A candidate's text, read. */
interface Read {
  readonly terms: Uint32Array;
  readonly letters: ReadonlySet<number>;
}

/** Texts kept read: the same chunks come up for many questions, and reading one takes 0.5 ms, comparing it a tenth. */
const KEPT = 2000;

/** Computes the features of all candidates of a question. */
export class RerankFeatures {
  readonly #idfs: readonly ReadonlyMap<number, number>[];
  readonly #highest: number;
  readonly #kept = new Map<string, Read>();

  constructor(terms: Uint8Array) {
    const model: TfidfModel = decodeTfidf(terms);
    this.#idfs = model.vocabularies.map(
      ({ hashes, idf }) => new Map(Array.from(hashes, (hash, at) => [hash, idf[at]!])),
    );
    this.#highest = 1 + Math.log((1 + model.texts) / 2); // that of a term in one text
  }

  /** `[candidates, RERANK_WIDTH]`, row after row. Candidates come best first, as the index gave them. */
  of(question: string, candidates: readonly Candidate[]): Float32Array {
    const asked = this.#asked(question);
    const features = new Float32Array(candidates.length * RERANK_WIDTH);
    const first = candidates[0]?.score ?? 0;
    const last = candidates.at(-1)?.score ?? 0;
    const siblings = new Map<string, number>();
    for (const { document } of candidates) siblings.set(document, (siblings.get(document) ?? 0) + 1);
    for (const [place, candidate] of candidates.entries()) {
      const { score, document } = candidate;
      features.set(
        [
          first > 0 ? score / first : 0,
          first > last ? (score - last) / (first - last) : 1,
          1 / (1 + place),
          ...this.#overlap(asked, candidate),
          (siblings.get(document)! - 1) / Math.max(1, candidates.length - 1),
        ],
        place * RERANK_WIDTH,
      );
    }
    return features;
  }

  #asked(question: string): Asked {
    const runs = withoutQuestionFrame(runsOf(question));
    const terms = termsOf(runs);
    const weights = new Map(terms.map(({ hash }) => [hash, this.#idf(0, hash)]));
    const letters = new Map(
      [...hashFeatures(runs, LETTERS)].map((hash) => [hash, this.#idf(1, hash)] as const),
    );
    const numbers = new Set(terms.filter(({ number }) => number).map(({ hash }) => hash));
    return { terms: terms.map(({ hash }) => hash), weights, letters, numbers };
  }

  #idf(family: number, hash: number): number {
    return this.#idfs[family]!.get(hash) ?? this.#highest;
  }

  #read(text: string): Read {
    const known = this.#kept.get(text);
    if (known) return known;
    const runs = runsOf(text);
    const terms = Uint32Array.from(termsOf(runs), ({ hash }) => hash);
    const read = { terms, letters: new Set(hashFeatures(runs, LETTERS)) };
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(text, read);
    return read;
  }

  #overlap(asked: Asked, { text, title }: Candidate): number[] {
    const { terms, letters } = this.#read(text);
    const counts = new Map<number, number>();
    for (const hash of terms) if (asked.weights.has(hash)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    const has = (hash: number): boolean => counts.has(hash);
    const titleTerms = new Set(termsOf(runsOf(title)).map(({ hash }) => hash));
    const near = bestStretch(terms, asked.weights, NEAR);
    const close = bestStretch(terms, asked.weights, CLOSE);
    const all = [...asked.weights];
    const missing = all.filter(([hash]) => !has(hash)).map(([, idf]) => idf);
    const rarest = Math.max(0, ...asked.weights.values());
    return [
      coverage(asked.weights, has),
      share(all, ([hash]) => has(hash)),
      coverage(asked.letters, (hash) => letters.has(hash)),
      near.coverage,
      close.coverage,
      pairShare(asked.terms, terms),
      longestPhrase(asked.terms, terms),
      weighted(asked.weights, (hash) => saturated(counts.get(hash) ?? 0)),
      share(
        all.filter(([, idf]) => idf === rarest),
        ([hash]) => has(hash),
      ),
      rarest > 0 ? Math.max(0, ...missing) / rarest : 0,
      share([...asked.numbers], has, 1),
      coverage(asked.weights, (hash) => titleTerms.has(hash)),
      terms.length > 0 ? close.at / terms.length : 0,
      Math.log(1 + terms.length) / 10,
    ];
  }
}

interface Asked {
  /** In order, repetitions included. */
  readonly terms: readonly number[];
  /** Distinct terms and the idf of each. */
  readonly weights: ReadonlyMap<number, number>;
  readonly letters: ReadonlyMap<number, number>;
  readonly numbers: ReadonlySet<number>;
}

/** Stemmed words, or characters and pairs of them in scripts without spaces, in the order of the text. */
function termsOf(runs: readonly Run[]): { hash: number; number: boolean }[] {
  return runs.flatMap((run) => {
    const number = /\p{N}/u.test(run.text);
    return Array.from(hashFeatures([run], WORDS), (hash) => ({ hash, number }));
  });
}

const saturated = (count: number): number =>
  (count * (SATURATION + 1)) / (count + SATURATION) / (SATURATION + 1);

const coverage = (weights: ReadonlyMap<number, number>, has: (hash: number) => boolean): number =>
  weighted(weights, (hash) => (has(hash) ? 1 : 0));

function weighted(weights: ReadonlyMap<number, number>, amount: (hash: number) => number): number {
  let [covered, total] = [0, 0];
  for (const [hash, idf] of weights) {
    covered += idf * amount(hash);
    total += idf;
  }
  return total > 0 ? covered / total : 0;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean, none = 0): number {
  return items.length === 0 ? none : items.filter(holds).length / items.length;
}

/** The stretch of `width` terms with the highest coverage (the first of equals), and where it begins. */
function bestStretch(
  terms: Uint32Array,
  weights: ReadonlyMap<number, number>,
  width: number,
): { coverage: number; at: number } {
  let total = 0;
  for (const idf of weights.values()) total += idf;
  const inside = new Map<number, number>();
  let covered = 0;
  const best = { coverage: 0, at: 0 };
  for (let at = 0; at < terms.length; at++) {
    const entering = terms[at]!;
    const idf = weights.get(entering);
    if (idf !== undefined) {
      const count = inside.get(entering) ?? 0;
      if (count === 0) covered += idf;
      inside.set(entering, count + 1);
    }
    const leaving = terms[at - width];
    const gone = leaving === undefined ? undefined : inside.get(leaving);
    if (leaving !== undefined && gone !== undefined) {
      if (gone === 1) {
        inside.delete(leaving);
        covered -= weights.get(leaving)!;
      } else inside.set(leaving, gone - 1);
    }
    if (covered > best.coverage * total + 1e-9)
      Object.assign(best, { coverage: covered / total, at: Math.max(0, at - width + 1) });
  }
  return best;
}

function pairShare(asked: readonly number[], terms: Uint32Array): number {
  if (asked.length < 2) return 0;
  const pair = (a: number, b: number): number => a * 2 ** 21 + (b % 2 ** 21); // exact in a double
  const here = new Set<number>();
  for (let at = 1; at < terms.length; at++) here.add(pair(terms[at - 1]!, terms[at]!));
  return share([...asked.keys()].slice(1), (at) => here.has(pair(asked[at - 1]!, asked[at]!)));
}

/** Length of the longest common substring of terms, by dynamic programming over one row. */
function longestPhrase(asked: readonly number[], terms: Uint32Array): number {
  if (asked.length === 0) return 0;
  let longest = 0;
  let before = new Uint16Array(asked.length + 1);
  for (const term of terms) {
    const now = new Uint16Array(asked.length + 1);
    for (let at = 0; at < asked.length; at++) {
      if (asked[at] !== term) continue;
      now[at + 1] = before[at]! + 1;
      longest = Math.max(longest, now[at + 1]!);
    }
    before = now;
  }
  return longest / asked.length;
}

import { countHashes, hashFeatures } from '../../text/families.ts';
import { runsOf } from '../../text/runs.ts';
import { LexicalIndex, type FieldPostings } from './lexicalIndex.ts';
import { mergePostings } from './mergePostings.ts';
import { LEXICAL_DEFAULTS, type LexicalOptions } from './options.ts';
import { NO_POSTINGS } from './postings.ts';

/** Occurrences gathered before they are merged; doubled with the index, so that merging costs linear time in all. */
const FIRST_MERGE = 1_000_000;

/**
 * Builds a word index text by text, or goes on with one that is there. The same texts in the same order give the same
 * bytes, whether they came at once, in several additions, or around interruptions: `index().encode()` is at the same
 * time the result and the checkpoint.
 */
export class LexicalIndexBuilder {
  readonly options: LexicalOptions;
  #fields: GrowingField[];
  #rows: number;

  /** @param base the index to grow, which stays as it is and brings its options; without one, an empty index */
  constructor(base?: LexicalIndex, options: LexicalOptions = LEXICAL_DEFAULTS) {
    this.options = base?.options ?? options;
    this.#rows = base?.rows ?? 0;
    this.#fields = this.options.fields.map((_, at) => new GrowingField(base?.fields[at]));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a text and gives its row. */
  add(text: string): number {
    const runs = runsOf(text);
    this.options.fields.forEach(({ family }, at) => {
      this.#fields[at]!.add(this.#rows, hashFeatures(runs, family));
    });
    return this.#rows++;
  }

  /** The index of all texts so far. Adding may go on afterwards. */
  index(): LexicalIndex {
    return new LexicalIndex(
      this.options,
      this.#rows,
      this.#fields.map((field) => field.postings()),
    );
  }
}

class GrowingField {
  #merged: FieldPostings['postings'];
  #lengths: number[];
  #totalLength: number;
  #terms: number[] = [];
  #documents: number[] = [];
  #counts: number[] = [];
  #mergeAt = FIRST_MERGE;

  constructor(base?: FieldPostings) {
    this.#merged = base?.postings ?? NO_POSTINGS;
    this.#lengths = Array.from(base?.lengths ?? []);
    this.#totalLength = base?.totalLength ?? 0;
  }

  add(row: number, features: Uint32Array): void {
    this.#lengths.push(features.length);
    this.#totalLength += features.length;
    const { hashes, counts } = countHashes(features);
    for (let at = 0; at < hashes.length; at++) {
      this.#terms.push(hashes[at]!);
      this.#documents.push(row);
      this.#counts.push(counts[at]!);
    }
    if (this.#terms.length < this.#mergeAt) return;
    this.#merge();
    this.#mergeAt = Math.max(FIRST_MERGE, this.#merged.bytes.length >> 1);
  }

  postings(): FieldPostings {
    this.#merge();
    return {
      postings: this.#merged,
      lengths: Uint32Array.from(this.#lengths),
      totalLength: this.#totalLength,
    };
  }

  #merge(): void {
    if (this.#terms.length === 0) return;
    this.#merged = mergePostings(this.#merged, {
      terms: Uint32Array.from(this.#terms),
      documents: Uint32Array.from(this.#documents),
      counts: Uint32Array.from(this.#counts),
    });
    this.#terms = [];
    this.#documents = [];
    this.#counts = [];
  }
}

import { MlError } from '../errors.ts';
import { ByteReader, ByteWriter } from '../formats/bytes.ts';
import { countHashes, hashFeatures, type Family } from './families.ts';
import { finalMix } from './murmur3.ts';
import { runsOf } from './runs.ts';
import type { SparseVector } from './sparse.ts';

/**
 * TF-IDF features of short and long texts, learned from the texts at hand.
 *
 *   value = (1 + ln tf) · (1 + ln((1 + n) / (1 + df))), then length 1 within each family
 *
 * (sublinear tf and smoothed idf: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 2008, §6.4).
 * Each family has length 1 by itself, so that the many character n-grams do not drown the few words.
 *
 * With `dimensions` the learned features are folded into that many by signed hashing (Weinberger et al., "Feature
 * hashing for large scale multitask learning", 2009): the input width of a model is then a constant.
 */
export interface TfidfOptions {
  readonly families: readonly Family[];
  /** Features in fewer texts are dropped. Default 1. */
  readonly minTexts?: number;
  /** Fold into this many features; default 0 keeps one each. */
  readonly dimensions?: number;
}

export interface TfidfModel {
  readonly families: readonly Family[];
  /** Texts learned from. */
  readonly texts: number;
  /** 0, or how many features the learned ones are folded into. */
  readonly dimensions: number;
  /** Per family: the known features' hashes, ascending, and the idf of each. */
  readonly vocabularies: readonly Vocabulary[];
}

interface Vocabulary {
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  /** Index of the first feature of this family. */
  readonly offset: number;
}

/** Width of the vectors that `transformTfidf` gives. */
export function tfidfWidth(model: TfidfModel): number {
  if (model.dimensions > 0) return model.dimensions;
  return model.vocabularies.reduce((sum, vocabulary) => sum + vocabulary.hashes.length, 0);
}

export function fitTfidf(texts: Iterable<string>, options: TfidfOptions): TfidfModel {
  const { families, minTexts = 1, dimensions = 0 } = options;
  const inTexts = families.map(() => new Map<number, number>());
  let count = 0;
  for (const text of texts) {
    count++;
    const runs = runsOf(text);
    families.forEach((family, at) => {
      const seen = inTexts[at]!;
      for (const hash of countHashes(hashFeatures(runs, family)).hashes)
        seen.set(hash, (seen.get(hash) ?? 0) + 1);
    });
  }
  if (count === 0) throw new MlError('input', 'tfidf.no_texts', 'there is no text to learn features from');
  let offset = 0;
  const vocabularies = inTexts.map((seen): Vocabulary => {
    const hashes = Uint32Array.from(
      [...seen].filter(([, df]) => df >= minTexts).map(([hash]) => hash),
    ).sort();
    const idf = Float32Array.from(hashes, (hash) => 1 + Math.log((1 + count) / (1 + seen.get(hash)!)));
    const vocabulary = { hashes, idf, offset };
    offset += hashes.length;
    return vocabulary;
  });
  return { families, texts: count, dimensions, vocabularies };
}

/** Features of one text; those never seen in fitting are left out. A text without any known one gives an empty vector. */
export function transformTfidf(model: TfidfModel, text: string): SparseVector {
  const runs = runsOf(text);
  const entries = new Map<number, number>();
  model.families.forEach((family, at) => {
    const { hashes, counts } = countHashes(hashFeatures(runs, family));
    const vocabulary = model.vocabularies[at]!;
    const found: { index: number; value: number }[] = [];
    let squares = 0;
    for (let i = 0; i < hashes.length; i++) {
      const index = indexOf(vocabulary.hashes, hashes[i]!);
      if (index < 0) continue;
      const value = (1 + Math.log(counts[i]!)) * vocabulary.idf[index]!;
      found.push({ index, value });
      squares += value * value;
    }
    const scale = 1 / Math.sqrt(squares);
    for (const { index, value } of found) {
      const place = vocabulary.offset + index;
      if (model.dimensions === 0) entries.set(place, value * scale);
      else
        fold(entries, finalMix(hashAt(vocabulary, index) + at), {
          value: value * scale,
          width: model.dimensions,
        });
    }
  });
  return sorted(entries);
}

export function encodeTfidf(model: TfidfModel): Uint8Array {
  const out = new ByteWriter('WTFI', 1);
  out.u32(model.texts).u32(model.dimensions).text(JSON.stringify(model.families));
  for (const { hashes, idf } of model.vocabularies) out.u32s(hashes).f32s(idf);
  return out.bytes();
}

export function decodeTfidf(bytes: Uint8Array): TfidfModel {
  const input = new ByteReader(bytes, { tag: 'WTFI', what: 'text feature model', versions: [1] });
  const texts = input.u32();
  const dimensions = input.u32();
  const families = JSON.parse(input.text()) as Family[];
  let offset = 0;
  const vocabularies = families.map((): Vocabulary => {
    const vocabulary = { hashes: input.u32s(), idf: input.f32s(), offset };
    offset += vocabulary.hashes.length;
    return vocabulary;
  });
  input.end();
  return { families, texts, dimensions, vocabularies };
}

const hashAt = (vocabulary: Vocabulary, index: number): number => vocabulary.hashes[index]!;

/** The lowest bit gives the sign, the others the place, so that colliding features cancel out on average. */
function fold(entries: Map<number, number>, hash: number, item: { value: number; width: number }): void {
  const place = (hash >>> 1) % item.width;
  entries.set(place, (entries.get(place) ?? 0) + (hash & 1 ? item.value : -item.value));
}

function sorted(entries: Map<number, number>): SparseVector {
  const indices = Uint32Array.from(entries.keys()).sort();
  const values = Float32Array.from(indices, (index) => entries.get(index)!);
  if (!values.includes(0)) return { indices, values };
  const kept = [...indices.keys()].filter((at) => values[at] !== 0);
  return {
    indices: Uint32Array.from(kept, (at) => indices[at]!),
    values: Float32Array.from(kept, (at) => values[at]!),
  };
}

function indexOf(ascending: Uint32Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = ascending[middle]!;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
